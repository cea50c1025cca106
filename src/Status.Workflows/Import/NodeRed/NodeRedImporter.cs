using System.Text;
using System.Text.Json.Nodes;
using Status.Workflows.ControlFlow;
using Status.Workflows.Definitions;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// Turns the flows of Node-RED into definitions: each tab becomes one, its nodes activities at the same places, its wires connections that carry messages. What cannot run stays as an
/// activity that somebody has to replace, with its JSON and a line in the report.
/// </summary>
/// <param name="validator">Checks what comes out.</param>
public sealed class NodeRedImporter(DefinitionValidator validator)
{
    private static readonly string[] _contexts = ["flow", "global", "context"];

    /// <summary>Converts a flow file.</summary>
    /// <param name="json">The file, as Node-RED exports or keeps it.</param>
    /// <returns>Definitions and report; never throws for what stands in the file.</returns>
    public NodeRedImport Convert(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var (file, problem) = RedFile.Read(json);
        if (file is null) return new NodeRedImport { Problem = problem };
        var notes = new List<NodeRedNote>();
        foreach (var setting in file.Settings)
            notes.Add(new NodeRedNote(NodeRedLevel.Note, "", setting.Id, setting.Name, setting.Type, "Holds settings of other nodes and is left out.", ""));
        try
        {
            var tabs = file.Tabs.Select(t => (Tab: t, Nodes: file.NodesOf(t))).ToArray();
            var links = new RedLinks(tabs);
            var ids = new HashSet<string>(StringComparer.Ordinal);
            var flows = new List<ImportedFlow>();
            foreach (var (tab, nodes) in tabs)
            {
                if (tab.Flag("disabled") || nodes.Count == 0) notes.Add(new NodeRedNote(NodeRedLevel.Note, tab.Text("label"), tab.Id, tab.Text("label", "Flow"), "tab", tab.Flag("disabled") ? "Is disabled and left out." : "Is empty and left out.", ""));
                else flows.Add(Convert(tab, [.. nodes, .. links.NeededBy(tab, nodes)], file.Scopes, links, ids, notes));
            }

            return new NodeRedImport { Flows = flows, Notes = notes };
        }
        catch (FormatException e)
        {
            return new NodeRedImport { Problem = e.Message, Notes = notes };
        }
    }

    private ImportedFlow Convert(RedNode tab, IReadOnlyList<RedNode> nodes, RedScopes scopes, RedLinks links, HashSet<string> ids, List<NodeRedNote> notes)
    {
        var conversion = new Conversion(tab, nodes, scopes, links, notes);
        var active = nodes.Where(n => !n.IsDisabled && n.Type != "comment").ToArray();
        foreach (var disabled in nodes.Where(n => n.IsDisabled)) conversion.Note(NodeRedLevel.Note, disabled, "Is disabled and left out.");
        var converted = new Dictionary<string, Converted>(StringComparer.Ordinal);
        foreach (var node in active) converted.TryAdd(node.Id, NodeSurroundings.Convert(node, conversion));
        var id = Unique($"node-red-{Slug(conversion.Label)}", ids);
        var definition = Definition(id, conversion.Label, tab.Text("info"), converted.Values.SelectMany(c => c.Activities), new TabWires(conversion, active, converted).All());
        Check(definition, conversion, tab, notes);
        var broken = notes.Where(n => n.Level == NodeRedLevel.NotConverted && n.Flow == conversion.Label).Select(n => n.NodeId).Distinct().Count(converted.ContainsKey);
        return new ImportedFlow(id, conversion.Label, definition, converted.Count - broken, broken);
    }

    /// <summary>What the validator finds is told with the report, unless the report has told it already.</summary>
    private void Check(JsonObject definition, Conversion conversion, RedNode tab, List<NodeRedNote> notes)
    {
        var known = notes.Where(n => n.Level == NodeRedLevel.NotConverted).Select(n => Js.Id(n.NodeId)).ToHashSet(StringComparer.Ordinal);
        foreach (var problem in validator.Check(definition.ToJsonString()).Problems.Where(p => p.Severity == ProblemSeverity.Error && (p.ActivityId is null || !known.Contains(p.ActivityId))))
            notes.Add(new NodeRedNote(NodeRedLevel.NotConverted, conversion.Label, problem.ActivityId ?? tab.Id, problem.ActivityId ?? conversion.Label, "definition", $"{problem.Path}: {problem.Message}", "Mend it in the designer."));
    }

    private static JsonObject Definition(string id, string name, string description, IEnumerable<JsonObject> activities, IEnumerable<JsonObject> connections) => new()
    {
        ["$schema"] = DefinitionJson.Schema,
        ["id"] = $"{id}-v1",
        ["definitionId"] = id,
        ["name"] = name,
        ["description"] = description.Length > 0 ? description : "Imported from Node-RED.",
        ["version"] = 1,
        ["toolVersion"] = "3.8.0.0",
        ["variables"] = new JsonArray([.. _contexts.Select(Variable)]),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["outcomes"] = new JsonArray(),
        ["customProperties"] = new JsonObject(),
        ["isReadonly"] = false,
        ["isSystem"] = false,
        ["isLatest"] = true,
        ["isPublished"] = false,
        ["options"] = new JsonObject(),
        ["root"] = new JsonObject
        {
            ["id"] = "Flowchart1",
            ["nodeId"] = "Workflow1:Flowchart1",
            ["name"] = "Flowchart1",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["customProperties"] = new JsonObject { [MessageFlow.PropertyName] = true },
            ["metadata"] = new JsonObject(),
            ["activities"] = new JsonArray([.. activities]),
            ["connections"] = new JsonArray([.. connections]),
        },
    };

    private static JsonNode Variable(string name) => new JsonObject
    {
        ["id"] = name,
        ["name"] = name,
        ["typeName"] = "Object",
        ["isArray"] = false,
        ["value"] = "{}",
        ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowStorageDriver, Elsa.Workflows.Core",
    };

    private static string Slug(string label)
    {
        var slug = new StringBuilder();
        foreach (var c in label.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length >= 60) break;
        }

        return slug.ToString().Trim('-') is { Length: > 0 } text ? text : "flow";
    }

    private static string Unique(string id, HashSet<string> taken)
    {
        var unique = id;
        for (var i = 2; !taken.Add(unique); i++) unique = $"{id}-{i}";
        return unique;
    }
}
