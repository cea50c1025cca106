using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.ControlFlow;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The conversion of one tab: what the converters of nodes ask about it and tell about theirs.</summary>
internal sealed class Conversion(RedNode tab, IReadOnlyList<RedNode> nodes, RedScopes scopes, RedLinks links, List<NodeRedNote> notes)
{
    /// <summary>How much wider than Node-RED's nodes the designer's are.</summary>
    private const double Scale = 1.5;

    private readonly HashSet<string> _active = [.. nodes.Where(n => !n.IsDisabled).Select(n => n.Id)];

    public string Label => tab.Text("label", "Flow");

    public IReadOnlyList<RedNode> Nodes => nodes;

    /// <summary>Whether the start activity is taken: one of several manual injects gets it.</summary>
    public bool HasStart { get; set; }

    public string TabId => tab.Id;

    public RedLinks Links => links;

    public RedScopes Scopes => scopes;

    /// <summary>Whether a node stands in the flowchart that is made.</summary>
    public bool Has(string id) => _active.Contains(id);

    /// <summary>Where <c>flow</c> is kept: each tab and each use of a subflow has its own.</summary>
    public string FlowStore(string flow) => flow == tab.Id ? "variables.flow" : $"(variables.context[{Js.Text("#" + flow)}] ??= {{}})";

    /// <summary>A typed value as an expression; <c>null</c> when there is none for it.</summary>
    public string? Value(RedNode node, string type, string value) => type switch
    {
        "env" => EnvironmentText(node, value),
        "flow" or "global" => Js.Value(type, Js.WithoutStore(value)),
        "jsonata" => JsonataScript.Write(value),
        _ => Js.Value(type, value),
    };

    /// <summary>A variable of the environment as an expression: what the file says, else what the host's configuration holds under its name.</summary>
    public string Environment(RedNode node, string name) =>
        scopes.TryGet(node, name, out var value) ? Js.Literal(value) : $"(getConfig({Js.Text(name)}) ?? '')";

    private string EnvironmentText(RedNode node, string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return Environment(node, text);
        if (text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1) return Environment(node, text[2..^1]);
        var parts = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var begin = text.IndexOf("${", at, StringComparison.Ordinal);
            var end = begin < 0 ? -1 : text.IndexOf('}', begin);
            if (end < 0) begin = text.Length;
            if (begin > at) parts.Add(Js.Text(text[at..begin]));
            if (end < 0) break;
            parts.Add($"String({Environment(node, text[(begin + 2)..end])})");
            at = end + 1;
        }

        return $"({string.Join(" + ", parts)})";
    }

    public void Note(NodeRedLevel level, RedNode node, string message, string advice = "") => notes.Add(new NodeRedNote(level, Label, node.Id, node.Name, node.Type, message, advice));

    /// <summary>Whether a catch node listens to a node.</summary>
    public bool IsCaught(RedNode node) => nodes.Any(c => c.Type == "catch" && !c.IsDisabled && Covers(c, node));

    /// <summary>Whether a catch, status or complete node listens to a node.</summary>
    /// <remarks>A catch node for the errors that no other hears is asked last; what is caught within a subflow is not heard around it.</remarks>
    public bool Hears(RedNode listener, RedNode node)
    {
        if (!Covers(listener, node)) return false;
        if (listener.Type != "catch") return listener.Flow == node.Flow;
        for (var flow = node.Flow; flow is not null && flow != listener.Flow; flow = scopes.Around(flow))
            if (nodes.Any(c => c.Type == "catch" && !c.IsDisabled && c.Flow == flow && Covers(c, node))) return false;
        return !listener.Flag("uncaught") || !nodes.Any(c => c.Type == "catch" && !c.IsDisabled && c.Flow == listener.Flow && !c.Flag("uncaught") && Covers(c, node));
    }

    private bool Covers(RedNode listener, RedNode node)
    {
        if (node.Type is "catch" or "complete" or "status" or "comment" || scopes.SeenFrom(listener.Flow, node) is not { } seen) return false;
        if (listener.Json["scope"] is JsonArray) return listener.Texts("scope").Contains(seen.Id);
        if (listener.Text("scope") == "group" && listener.Group.Length > 0) return scopes.IsInGroup(seen, listener.Group);
        return listener.Type == "catch";
    }

    /// <summary>An activity at the node's place.</summary>
    public static JsonObject Activity(RedNode node, string type, string suffix = "", double dx = 0, double dy = 0)
    {
        var id = Js.Id(node.Id) + suffix;
        return new JsonObject
        {
            ["id"] = id,
            ["nodeId"] = $"Workflow1:Flowchart1:{id}",
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = new JsonObject
            {
                ["designer"] = new JsonObject
                {
                    ["position"] = new JsonObject { ["x"] = Math.Round((node.X * Scale) + dx), ["y"] = Math.Round((node.Y * Scale) + dy) },
                    ["size"] = new JsonObject { ["width"] = 180, ["height"] = 50 },
                },
                ["displayText"] = node.Name,
            },
        };
    }

    /// <summary>Runs a script on the message.</summary>
    public static JsonObject Script(RedNode node, string script, IReadOnlyList<string>? outcomes = null, string suffix = "", double dx = 0)
    {
        var activity = With(Activity(node, "Elsa.RunJavaScript", suffix, dx), "script", "String", "Literal", script);
        return outcomes is null ? activity : With(activity, "possibleOutcomes", "String[]", "Object", JsonSerializer.Serialize(outcomes));
    }

    public static JsonObject Literal(JsonObject activity, string input, JsonNode? value) => With(activity, input, "Object", "Literal", value);

    public static JsonObject Computed(JsonObject activity, string input, string script) => With(activity, input, "Object", "JavaScript", script);

    public static JsonObject AsTrigger(JsonObject activity)
    {
        activity["customProperties"]!["canStartWorkflow"] = true;
        return activity;
    }

    /// <summary>Members of the message that are filled when the activity completes.</summary>
    public static JsonObject Fill(JsonObject activity, params ReadOnlySpan<(string Path, JsonNode? From)> members)
    {
        var fills = new JsonObject();
        foreach (var (path, from) in members) fills[path] = from;
        activity["customProperties"]![MessageFlow.FillPropertyName] = fills;
        return activity;
    }

    /// <summary>What the activity faults with goes to catch nodes.</summary>
    public static void LetFaultsOut(JsonObject activity, RedNode node) =>
        activity["customProperties"]![MessageFlow.FaultPropertyName] = new JsonObject { ["id"] = node.Id, ["type"] = node.Type, ["name"] = node.Text("name") };

    /// <summary>The node as it was, for somebody to replace it.</summary>
    public Converted NotConverted(RedNode node, string why, string advice)
    {
        Note(NodeRedLevel.NotConverted, node, why, advice);
        var activity = Activity(node, $"NodeRed.{node.Type}");
        activity["nodeRed"] = Secretless.Copy(node.Json);
        return new Converted([activity], Js.Id(node.Id), [.. Enumerable.Range(0, Math.Max(1, node.Wires.Count)).Select(_ => (IReadOnlyList<(string, string)>)[(Js.Id(node.Id), "Done")])]) { Activities = [activity] };
    }

    private static JsonObject With(JsonObject activity, string input, string typeName, string syntax, JsonNode? value)
    {
        activity[input] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
        return activity;
    }
}
