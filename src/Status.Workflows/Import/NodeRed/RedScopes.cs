using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>What nodes stand in: tabs, subflows in use, groups. Each may have variables of its own (<c>env</c>), and what it does not have is looked for further out.</summary>
internal sealed class RedScopes
{
    private const int MostNesting = 8;

    private readonly Dictionary<string, (RedNode Holder, RedNode? Subflow)> _flows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RedNode> _groups = new(StringComparer.Ordinal);
    private readonly RedNode[] _global;

    public RedScopes(IReadOnlyList<RedNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Type == "tab") _flows.TryAdd(node.Id, (node, null));
            else if (node.Type == "group") _groups.TryAdd(node.Id, node);
        }

        _global = [.. nodes.Where(n => n.Type == "global-config")];
    }

    /// <summary>Takes in a subflow where it is used.</summary>
    /// <exception cref="FormatException">They are nested too deep.</exception>
    public void Add(RedNode instance, RedNode subflow)
    {
        _flows[instance.Id] = (instance, subflow);
        if (Outward(instance.Id).Count() > MostNesting + 1) throw new FormatException($"Subflows are nested deeper than {MostNesting}, or contain themselves.");
    }

    /// <summary>The flow around a subflow in use; <c>null</c> around a tab.</summary>
    public string? Around(string flow) => _flows.TryGetValue(flow, out var found) && found.Subflow is not null ? found.Holder.Flow : null;

    /// <summary>What a flow shows of a node: the node itself, or the use of the subflow that it stands in; <c>null</c> when it is elsewhere.</summary>
    public RedNode? SeenFrom(string flow, RedNode node)
    {
        for (var seen = node; ;)
        {
            if (seen.Flow == flow) return seen;
            if (!_flows.TryGetValue(seen.Flow, out var around) || around.Subflow is null) return null;
            seen = around.Holder;
        }
    }

    public bool IsInGroup(RedNode node, string group) => GroupsOf(node).Any(g => g.Id == group);

    /// <summary>The value of a variable as a node sees it.</summary>
    /// <returns>Whether the file says it. What it does not say may come from the system that Node-RED runs on, or is a secret.</returns>
    public bool TryGet(RedNode node, string name, out JsonNode? value) => TryGet(node, name, 0, out value);

    /// <summary>Names that a node sees.</summary>
    public IEnumerable<string> NamesOf(RedNode node) => Entries(node).Where(e => e.Text("type") != "cred").Select(e => e.Text("name")).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal);

    private bool TryGet(RedNode node, string name, int depth, out JsonNode? value)
    {
        value = Named(node, name);
        if (value is not null) return true;
        var at = node;
        while (name.StartsWith("$parent.", StringComparison.Ordinal) && _flows.TryGetValue(at.Flow, out var around) && around.Subflow is not null) (at, name) = (around.Holder, name[8..]);
        var entry = Entries(at).FirstOrDefault(e => e.Text("name") == name);
        if (entry is null || entry.Text("type") is "cred" or "jsonata" or "conf-type" || depth > 16) return false;
        var text = entry.Text("value");
        switch (entry.Text("type"))
        {
            case "num" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                value = number;
                return true;
            case "bool":
                value = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
                return true;
            case "json":
                return TryParse(text, out value);
            case "env":
                return TryGet(at, text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}') ? text[2..^1] : text, depth + 1, out value);
            default:
                value = text;
                return true;
        }
    }

    private JsonNode? Named(RedNode node, string name) => name switch
    {
        "NR_NODE_ID" => node.Id,
        "NR_NODE_NAME" => node.Text("name"),
        "NR_GROUP_ID" => node.Group.Length > 0 ? node.Group : null,
        "NR_GROUP_NAME" => GroupsOf(node).FirstOrDefault()?.Text("name"),
        "NR_FLOW_ID" => Outward(node.Flow).LastOrDefault()?.Id,
        "NR_FLOW_NAME" => Outward(node.Flow).LastOrDefault()?.Text("label"),
        "NR_SUBFLOW_ID" => Around(node.Flow) is null ? null : node.Flow,
        "NR_SUBFLOW_NAME" => Around(node.Flow) is null ? null : _flows[node.Flow].Holder.Text("name"),
        _ => null,
    };

    /// <summary>Variables from the nearest outwards.</summary>
    private IEnumerable<RedNode> Entries(RedNode node)
    {
        foreach (var group in GroupsOf(node))
            foreach (var entry in group.Items("env")) yield return entry;
        for (var (flow, nesting) = (node.Flow, 0); _flows.TryGetValue(flow, out var found) && nesting <= MostNesting + 1; flow = found.Holder.Flow, nesting++)
        {
            foreach (var entry in found.Holder.Items("env").Concat(found.Subflow?.Items("env") ?? [])) yield return entry;
            if (found.Subflow is null) break;
            foreach (var group in GroupsOf(found.Holder))
                foreach (var entry in group.Items("env")) yield return entry;
        }

        foreach (var entry in _global.SelectMany(g => g.Items("env"))) yield return entry;
    }

    private IEnumerable<RedNode> GroupsOf(RedNode node)
    {
        for (var (id, nesting) = (node.Group, 0); nesting < 32 && _groups.TryGetValue(id, out var group); id = group.Group, nesting++) yield return group;
    }

    private IEnumerable<RedNode> Outward(string flow)
    {
        for (var nesting = 0; nesting <= MostNesting + 2 && _flows.TryGetValue(flow, out var found); nesting++)
        {
            yield return found.Holder;
            if (found.Subflow is null) yield break;
            flow = found.Holder.Flow;
        }
    }

    private static bool TryParse(string text, out JsonNode? value)
    {
        try
        {
            value = JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }
}
