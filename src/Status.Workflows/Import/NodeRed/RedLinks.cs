using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// How tabs reach each other. Nodes of other tabs that must answer (to a link call, or to the request that came in here) are put into the flow that reaches them, since a run of their own could
/// not answer; what only goes on elsewhere goes there as an event.
/// </summary>
internal sealed class RedLinks
{
    private readonly Dictionary<string, RedNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RedNode[]> _byTab = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _answers = new(StringComparer.Ordinal);

    public RedLinks(IEnumerable<(RedNode Tab, IReadOnlyList<RedNode> Nodes)> tabs)
    {
        foreach (var (tab, nodes) in tabs)
        {
            _byTab[tab.Id] = [.. nodes.Where(n => !n.IsDisabled && !tab.Flag("disabled"))];
            foreach (var node in _byTab[tab.Id]) _nodes.TryAdd(node.Id, node);
        }
    }

    /// <summary>The tab of a link node; <c>null</c> when there is no such node, or it is disabled.</summary>
    public string? TabOf(string link) => Link(link)?.Tab;

    /// <summary>The places that a link call may name: ids, and names with the flow that they stand in.</summary>
    public IEnumerable<RedNode> Entries => _nodes.Values.Where(n => n.Type == "link in");

    /// <summary>Whether what comes in at a link from another tab is carried on there, not in a run of its own.</summary>
    public bool Answers(string link)
    {
        if (_answers.TryGetValue(link, out var known)) return known;
        return _answers[link] = Reach([link]).Any(n => n.Type == "http response" || (n.Type == "link out" && n.Text("mode") == "return"));
    }

    /// <summary>The nodes of other tabs that a tab needs to have.</summary>
    public IReadOnlyList<RedNode> NeededBy(RedNode tab, IReadOnlyList<RedNode> nodes)
    {
        var active = nodes.Where(n => !n.IsDisabled).ToArray();
        var entries = active.Where(n => n.Type == "link call").SelectMany(c => Targets(c).Select(t => t.Id))
            .Concat(active.Where(n => n.Type == "link out" && n.Text("mode") != "return").SelectMany(n => n.Texts("links")).Where(Answers))
            .Where(id => TabOf(id) is { } at && at != tab.Id);
        var reached = Reach(entries).Where(n => n.Tab != tab.Id).ToList();
        return reached;
    }

    /// <summary>Where a link call may lead.</summary>
    public IEnumerable<RedNode> Targets(RedNode call) => call.Text("linkType") == "dynamic" ? Entries : StaticTarget(call) is { } one && Link(one) is { Type: "link in" } target ? [target] : [];

    /// <summary>What a link call names when it names one place.</summary>
    public static string? StaticTarget(RedNode call) => call.Json["links"] is JsonArray ? call.Texts("links") is [var first, ..] ? first : null : call.Text("links") is { Length: > 0 } one ? one : null;

    private RedNode? Link(string id) => _nodes.TryGetValue(id, out var node) && node.Type is "link in" or "link out" ? node : null;

    /// <summary>All that messages reach from some nodes on, with the nodes that listen to it.</summary>
    private List<RedNode> Reach(IEnumerable<string> entries)
    {
        var (seen, order, waiting) = (new HashSet<string>(StringComparer.Ordinal), new List<RedNode>(), new Queue<string>(entries));
        while (waiting.TryDequeue(out var id))
        {
            if (!_nodes.TryGetValue(id, out var node) || !seen.Add(id)) continue;
            order.Add(node);
            foreach (var target in node.Wires.SelectMany(w => w)) waiting.Enqueue(target);
            if (node.Type == "link out" && node.Text("mode") != "return")
                foreach (var link in node.Texts("links").Where(l => Link(l)?.Type == "link in")) waiting.Enqueue(link);
            if (node.Type == "link call")
                foreach (var target in Targets(node)) waiting.Enqueue(target.Id);
            foreach (var listener in _byTab[node.Tab].Where(n => n.Type is "catch" or "complete" && !seen.Contains(n.Id) && MayHear(n, node))) waiting.Enqueue(listener.Id);
        }

        return order;
    }

    private static bool MayHear(RedNode listener, RedNode node) =>
        listener.Json["scope"] is not JsonArray ? listener.Type == "catch" : listener.Texts("scope").Contains(node.Id) || node.Flow != listener.Flow;
}
