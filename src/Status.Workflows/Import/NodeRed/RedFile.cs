using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>A flow file: tabs with their nodes, subflows put in where they are used.</summary>
internal sealed class RedFile
{
    private const int MostBytes = 8 << 20;
    private const int MostNodes = 5000;
    private const int MostNesting = 8;

    private readonly Dictionary<string, RedNode> _subflows = new(StringComparer.Ordinal);
    private readonly ILookup<string, RedNode> _byTab;

    private RedFile(IReadOnlyList<RedNode> nodes)
    {
        foreach (var node in nodes.Where(n => n.Type == "subflow")) _subflows.TryAdd(node.Id, node);
        Tabs = [.. nodes.Where(n => n.Type == "tab")];
        Settings = [.. nodes.Where(n => n.Tab.Length == 0 && n.Type is not ("tab" or "subflow" or "group" or "global-config"))];
        _byTab = nodes.Where(n => n.Tab.Length > 0 && n.Type != "group").ToLookup(n => n.Tab, StringComparer.Ordinal);
    }

    public IReadOnlyList<RedNode> Tabs { get; }

    /// <summary>Nodes that hold settings of others.</summary>
    public IReadOnlyList<RedNode> Settings { get; }

    /// <summary>Reads a file.</summary>
    /// <returns>The file, or why it cannot be read.</returns>
    public static (RedFile? File, string? Problem) Read(string json)
    {
        if (json.Length > MostBytes) return (null, $"The file has more than {MostBytes / 1024 / 1024} MB.");
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            return (null, $"Not valid JSON: {e.Message}");
        }

        // The admin API wraps the list.
        var list = root as JsonArray ?? (root as JsonObject)?["flows"] as JsonArray;
        if (list is null) return (null, "A flow file is a list of nodes, as Node-RED exports it.");
        if (list.Count > MostNodes) return (null, $"The file has {list.Count} nodes; at most {MostNodes} are converted at once.");
        var nodes = list.OfType<JsonObject>().Select(o => new RedNode(o)).Where(n => n.Id.Length > 0 && n.Type.Length > 0).ToList();
        if (nodes.Count == 0) return (null, "The file has no node with an id and a type.");
        // A selection that was exported has no tab of its own.
        var tabs = nodes.Where(n => n.Type is "tab" or "subflow").Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in nodes.Where(n => n.Tab.Length > 0).Select(n => n.Tab).Where(t => !tabs.Contains(t)).Distinct(StringComparer.Ordinal).ToArray())
            nodes.Add(new RedNode(new JsonObject { ["id"] = missing, ["type"] = "tab", ["label"] = "Imported flow" }));
        return (new RedFile(nodes), null);
    }

    /// <summary>The nodes of a tab, with those of the subflows that it uses.</summary>
    /// <exception cref="FormatException">Subflows contain themselves, or make too many nodes.</exception>
    public IReadOnlyList<RedNode> NodesOf(RedNode tab) => Expand([.. _byTab[tab.Id]], 0);

    private List<RedNode> Expand(List<RedNode> nodes, int depth)
    {
        if (depth > MostNesting) throw new FormatException($"Subflows are nested deeper than {MostNesting}, or contain themselves.");
        var used = nodes.Where(n => n.Type.StartsWith("subflow:", StringComparison.Ordinal) && _subflows.ContainsKey(n.Type[8..]) && !n.IsDisabled).ToArray();
        foreach (var instance in used)
        {
            var subflow = _subflows[instance.Type[8..]];
            nodes.Remove(instance);
            nodes.AddRange(PutIn(instance, subflow, Expand([.. _byTab[subflow.Id].Select(n => new RedNode((JsonObject)n.Json.DeepClone()))], depth + 1)));
            var entries = subflow.Items("in").SelectMany(i => i.Items("wires")).Select(w => $"{instance.Id}_{w.Text("id")}").ToArray();
            foreach (var node in nodes) Rewire(node, instance.Id, entries);
            if (nodes.Count > MostNodes) throw new FormatException($"With its subflows the flow has more than {MostNodes} nodes.");
        }

        return nodes;
    }

    private static List<RedNode> PutIn(RedNode instance, RedNode subflow, List<RedNode> inner)
    {
        foreach (var node in inner)
        {
            node.Json["wires"] = new JsonArray([.. node.Wires.Select(o => (JsonNode)new JsonArray([.. o.Select(t => (JsonNode)$"{instance.Id}_{t}")]))]);
            foreach (var list in (ReadOnlySpan<string>)["scope", "links"])
                if (node.Json[list] is JsonArray) node.Json[list] = new JsonArray([.. node.Texts(list).Select(t => (JsonNode)$"{instance.Id}_{t}")]);
            // Beside the place of the instance, a little smaller, so that the picture stays readable.
            (node.Json["x"], node.Json["y"]) = (instance.X + (node.X / 2), instance.Y + (node.Y / 2));
            (node.Json["id"], node.Json["z"]) = ($"{instance.Id}_{node.Id}", instance.Tab);
        }

        foreach (var (i, output) in subflow.Items("out").Index())
        {
            foreach (var wire in output.Items("wires"))
            {
                var source = inner.Find(n => n.Id == $"{instance.Id}_{wire.Text("id")}");
                var port = (int)(wire.Number("port") ?? 0);
                if (source?.Json["wires"] is not JsonArray outputs || port < 0 || port > 100) continue;
                while (outputs.Count <= port) outputs.Add(new JsonArray());
                foreach (var target in i < instance.Wires.Count ? instance.Wires[i] : []) ((JsonArray)outputs[port]!).Add(target);
            }
        }

        return inner;
    }

    private static void Rewire(RedNode node, string instance, string[] entries)
    {
        if (!node.Wires.Any(o => o.Contains(instance))) return;
        node.Json["wires"] = new JsonArray([.. node.Wires.Select(o => (JsonNode)new JsonArray([.. o.SelectMany(t => t == instance ? entries : [t]).Select(t => (JsonNode)t)]))]);
    }
}
