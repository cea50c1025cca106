using System.Text.Json;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements.Documents;

/// <summary>Walks a document once, in its own order, and builds the agreement or notes what is wrong.</summary>
internal sealed class AgreementBuilder(AgreementOptions options, ProblemList problems)
{
    private int _elements;

    public Agreement? Build(DocumentNode root)
    {
        if (!root.RequireObject("The agreement")) return null;
        var id = ReadId(root["id"]);
        if (root["type"].OptionalText() is { } type && type is not ("agreement" or "template"))
            root["type"].Problem($"'{type}' is not a type of agreement; write 'agreement'.");
        var context = root["context"];
        _ = context.IsPresent && context.RequireObject("The context");
        var windows = WindowReader.Create(context["validity"]);
        var terms = root["terms"];
        if (!terms.RequireObject("The member 'terms'")) return null;
        var metrics = new MetricReader(problems).Read(terms["metrics"], context["definitions"]["parameters"]);
        var guarantees = ReadGuarantees(terms["guarantees"], metrics, windows);
        var name = context["name"].OptionalText();
        return problems.IsEmpty ? new(id!, name ?? id!, windows.Zone, guarantees) : null;
    }

    private static string? ReadId(DocumentNode node)
    {
        if (node.RequiredText("The agreement's id") is not { } id) return null;
        if (id.Length <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')) return id;
        node.Problem("An agreement's id has at most 100 letters, digits, '-', '_', '.' or ':'.");
        return null;
    }

    private List<Guarantee> ReadGuarantees(DocumentNode node, IReadOnlyDictionary<string, AgreementMetric> metrics, WindowReader windows)
    {
        var guarantees = new List<Guarantee>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (!node.IsPresent || (node.Element.ValueKind == JsonValueKind.Array && node.Element.GetArrayLength() == 0))
            node.Problem("An agreement has at least one guarantee.");
        else if (node.Element.ValueKind == JsonValueKind.Array && node.Element.GetArrayLength() > options.MaxGuarantees)
            node.Problem($"{node.Element.GetArrayLength()} guarantees; at most {options.MaxGuarantees} are allowed (STATUS__Agreements__MaxGuarantees).");
        else
        {
            foreach (var item in node.Items())
            {
                if (!problems.IsFull && ReadGuarantee(item, ids, metrics, windows) is { } guarantee) guarantees.Add(guarantee);
            }
        }

        return guarantees;
    }

    private Guarantee? ReadGuarantee(
        DocumentNode node, HashSet<string> ids, IReadOnlyDictionary<string, AgreementMetric> metrics, WindowReader windows)
    {
        if (!node.RequireObject("The guarantee")) return null;
        var id = node["id"].RequiredText("The guarantee's id");
        if (id is { Length: > 200 }) node["id"].Problem("A guarantee's id has at most 200 characters.");
        if (id is not null && !ids.Add(id)) node["id"].Problem($"The id '{id}' is used by another guarantee.");
        var defaults = ReadScopeDefaults(node["scope"]);
        var elements = new List<GuaranteeElement>();
        var scopes = new HashSet<Scope>();
        var of = node["of"];
        if (!of.IsPresent) of.Problem("The guarantee has no element: 'of' is a list with at least one objective and window.");
        foreach (var item in of.Items())
        {
            if (++_elements > options.MaxElements)
            {
                item.Problem($"More than {options.MaxElements} elements in one agreement (STATUS__Agreements__MaxElements).");
                break;
            }

            if (ReadElement(item, defaults, metrics, windows) is not { } element) continue;
            if (scopes.Add(element.Scope)) elements.Add(element);
            else item["scope"].Problem($"Another element of the guarantee has the scope {element.Scope.Key}.");
        }

        if (of.Element.ValueKind == JsonValueKind.Array && of.Element.GetArrayLength() == 0) of.Problem("The guarantee has no element.");
        return id is null ? null : new(id, node["description"].OptionalText() ?? id, node["severity"].OptionalText(), elements);
    }

    private static GuaranteeElement? ReadElement(
        DocumentNode node, Scope defaults, IReadOnlyDictionary<string, AgreementMetric> metrics, WindowReader windows)
    {
        if (!node.RequireObject("The element")) return null;
        var own = node["scope"].Members().Select(member => KeyValuePair.Create(member.Name, ScopeValue(member.Node))).ToList();
        var with = node["with"].Members().ToDictionary(member => member.Name, member => member.Node, StringComparer.Ordinal);
        foreach (var (name, entry) in with)
        {
            if (!metrics.ContainsKey(name)) entry.Problem($"The metric '{name}' is not declared in terms.metrics.");
        }

        var window = windows.Read(node["window"]);
        if (ObjectiveReader.Read(node["objective"], metrics, with) is not var (objective, sources) || window is null) return null;
        return new(defaults.Overlay(new(own)), objective, sources, window);
    }

    private static Scope ReadScopeDefaults(DocumentNode node)
    {
        var defaults = new List<KeyValuePair<string, string>>();
        foreach (var (name, definition) in node.Members())
        {
            if (definition.RequireObject("The scope definition") && definition["default"].IsPresent)
                defaults.Add(KeyValuePair.Create(name, ScopeValue(definition["default"])));
        }

        return new(defaults);
    }

    private static string ScopeValue(DocumentNode node)
    {
        switch (node.Element.ValueKind)
        {
            case JsonValueKind.String: return node.Element.GetString()!;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return DataJson.ToJson(DataJson.From(node.Element));
            default:
                node.Problem("A scope value is text, a number, true or false.");
                return Scope.Any;
        }
    }
}
