using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>A flow file: tabs with their nodes, subflows put in where they are used.</summary>
internal sealed class RedFile
{
    /// <summary>Most nodes of a file, and of a flow with its subflows.</summary>
    public const int MostNodes = 5000;

    private const int MostBytes = 8 << 20;

    private readonly Dictionary<string, RedNode> _subflows = new(StringComparer.Ordinal);
    private readonly ILookup<string, RedNode> _byTab;

    private RedFile(IReadOnlyList<RedNode> nodes)
    {
        foreach (var node in nodes.Where(n => n.Type == "subflow")) _subflows.TryAdd(node.Id, node);
        Tabs = [.. nodes.Where(n => n.Type == "tab")];
        Settings = [.. nodes.Where(n => n.Tab.Length == 0 && n.Type is not ("tab" or "subflow" or "group" or "global-config"))];
        Scopes = new RedScopes(nodes);
        _byTab = nodes.Where(n => n.Tab.Length > 0 && n.Type != "group").ToLookup(n => n.Tab, StringComparer.Ordinal);
    }

    public IReadOnlyList<RedNode> Tabs { get; }

    /// <summary>Nodes that hold settings of others.</summary>
    public IReadOnlyList<RedNode> Settings { get; }

    /// <summary>Tabs, subflows in use and groups, with their variables.</summary>
    public RedScopes Scopes { get; }

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
    public IReadOnlyList<RedNode> NodesOf(RedNode tab)
    {
        var nodes = _byTab[tab.Id].ToList();
        for (; ; )
        {
            var instance = nodes.Find(n => n.Type.StartsWith("subflow:", StringComparison.Ordinal) && _subflows.ContainsKey(n.Type[8..]) && !n.IsDisabled);
            if (instance is null) return nodes;
            var subflow = _subflows[instance.Type[8..]];
            nodes.Remove(instance);
            Scopes.Add(instance, subflow);
            SubflowUse.PutIn(nodes, instance, subflow, _byTab[subflow.Id]);
            if (nodes.Count > MostNodes) throw new FormatException($"With its subflows the flow has more than {MostNodes} nodes.");
        }
    }
}
