using System.Text.Json.Nodes;
using Status.Workflows.ControlFlow;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The connections of a tab: its wires, its links, and what leads to nodes that listen to others.</summary>
internal sealed class TabWires(Conversion conversion, IReadOnlyList<RedNode> nodes, Dictionary<string, Converted> converted)
{
    private readonly List<JsonObject> _all = [];
    private readonly HashSet<(string, string, string)> _seen = [];

    public IEnumerable<JsonObject> All()
    {
        foreach (var node in nodes)
        {
            var from = converted[node.Id];
            foreach (var (source, port, target) in from.Inner) Connect(source, port, target);
            foreach (var (i, targets) in node.Wires.Index())
            {
                if (i >= from.Outputs.Count) continue;
                foreach (var target in targets) Lead(from.Outputs[i], target, node);
            }

            if (node.Type == "link out" && node.Text("mode") != "return")
                foreach (var target in node.Texts("links").Where(conversion.Has)) Lead(from.Outputs is [var first, ..] ? first : [], target, node);
        }

        foreach (var listener in nodes.Where(n => n.Type is "catch" or "complete"))
        {
            foreach (var heard in nodes.Where(n => n != listener && conversion.Hears(listener, n)))
            {
                var from = converted[heard.Id];
                Lead(listener.Type == "catch" ? Faults(from, heard) : [.. from.Outputs.SelectMany(o => o)], listener.Id, heard);
            }
        }

        return _all;
    }

    /// <summary>Failures that have an outcome, and the faults of all that the node became.</summary>
    private static List<(string Activity, string Port)> Faults(Converted from, RedNode heard)
    {
        var ports = from.Failures.ToList();
        foreach (var activity in from.Activities)
        {
            Conversion.LetFaultsOut(activity, heard);
            ports.Add(((string)activity["id"]!, MessageFlow.FaultPort));
        }

        return ports;
    }

    private void Lead(IReadOnlyList<(string Activity, string Port)> ports, string target, RedNode from)
    {
        if (!converted.TryGetValue(target, out var to) || to.Entry is null)
        {
            // A wire to a node that is disabled, on another tab, or gone.
            return;
        }

        foreach (var (activity, port) in ports) Connect(activity, port, to.Entry);
    }

    private void Connect(string source, string port, string target)
    {
        if (!_seen.Add((source, port, target))) return;
        _all.Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
            ["vertices"] = new JsonArray(),
        });
    }
}
