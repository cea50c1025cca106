using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Status.Workflows.Import.NodeRed;

/// <summary>What a node takes from where it stands: variables in its settings (<c>${NAME}</c>), and the <c>flow</c> of its tab or of the use of its subflow.</summary>
internal static partial class NodeSurroundings
{
    private static readonly string[] _structure = ["id", "type", "z", "g", "wires", "func", "template", RedNode.FlowMember];

    public static Converted Convert(RedNode node, Conversion conversion)
    {
        foreach (var name in node.Json.Select(m => m.Key).Where(n => !_structure.Contains(n, StringComparer.Ordinal)).ToArray()) node.Json[name] = Filled(node.Json[name], node, conversion);
        if (StoreName().Match(node.Json.ToJsonString()) is { Success: true } store)
            conversion.Note(NodeRedLevel.Changed, node, $"It names the context store '{store.Groups["name"].Value}'; every store lasts for one run.");
        var converted = NodeTable.Convert(node, conversion);
        var flow = conversion.FlowStore(node.Flow);
        if (flow == "variables.flow") return converted;
        foreach (var activity in converted.Activities) Move(activity, flow);
        return converted;
    }

    /// <summary>A text that is nothing but a variable becomes its value; one that the file does not know stays, as it does in Node-RED.</summary>
    private static JsonNode? Filled(JsonNode? value, RedNode node, Conversion conversion)
    {
        switch (value)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(i => Filled(i, node, conversion))]);
            case JsonObject members:
                return new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Filled(m.Value, node, conversion))));
            case JsonValue text when text.TryGetValue<string>(out var written) && Variable().Match(written) is { Success: true } match:
                if (conversion.Scopes.TryGet(node, match.Groups["name"].Value, out var found)) return found?.DeepClone();
                conversion.Note(NodeRedLevel.Changed, node, $"{written} is not set in the file; it came from the surroundings of Node-RED.", "Write the value into the activity.");
                return value.DeepClone();
            default:
                return value?.DeepClone();
        }
    }

    private static void Move(JsonNode? node, string flow)
    {
        foreach (var (owner, name) in node switch
        {
            JsonObject members => members.Select(m => ((JsonNode)members, (object)m.Key)).ToArray(),
            JsonArray items => [.. Enumerable.Range(0, items.Count).Select(i => ((JsonNode)items, (object)i))],
            _ => [],
        })
        {
            var child = name is string key ? owner[key] : owner[(int)name];
            if (child is JsonValue value && value.TryGetValue<string>(out var text))
            {
                if (!text.Contains("variables.flow", StringComparison.Ordinal)) continue;
                var moved = FlowVariable().Replace(text, _ => flow);
                if (name is string member) owner[member] = moved;
                else owner[(int)name] = moved;
            }
            else
            {
                Move(child, flow);
            }
        }
    }

    [GeneratedRegex(@"^\$\{(?<name>\S+)\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\bvariables\.flow\b", RegexOptions.NonBacktracking)]
    private static partial Regex FlowVariable();

    [GeneratedRegex(@"#:\((?<name>[^)\s""]{1,60})\)::", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StoreName();
}
