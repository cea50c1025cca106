using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Puts the nodes of a subflow where it is used.</summary>
internal static class SubflowUse
{
    /// <summary>Adds the subflow's nodes, and leads the wires of the use to them and on from them.</summary>
    public static void PutIn(List<RedNode> nodes, RedNode instance, RedNode subflow, IEnumerable<RedNode> template)
    {
        var inner = template.Select(n => new RedNode((JsonObject)n.Json.DeepClone())).ToList();
        var own = inner.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var node in inner) Place(node, instance, own);
        var entries = subflow.Items("in").SelectMany(i => i.Items("wires")).Select(w => $"{instance.Id}_{w.Text("id")}").ToList();
        foreach (var (i, output) in subflow.Items("out").Index())
        {
            var targets = i < instance.Wires.Count ? instance.Wires[i] : [];
            foreach (var wire in output.Items("wires"))
            {
                // The subflow's own entry may be wired to its exit.
                if (wire.Text("id") == subflow.Id) entries.AddRange(targets);
                else LeadOut(inner.Find(n => n.Id == $"{instance.Id}_{wire.Text("id")}"), (int)(wire.Number("port") ?? 0), targets);
            }
        }

        nodes.AddRange(inner);
        foreach (var node in nodes) Rewire(node, instance.Id, entries);
    }

    private static void Place(RedNode node, RedNode instance, HashSet<string> own)
    {
        string Renamed(string id) => own.Contains(id) ? $"{instance.Id}_{id}" : id;
        node.Json["wires"] = new JsonArray([.. node.Wires.Select(o => (JsonNode)new JsonArray([.. o.Select(t => (JsonNode)Renamed(t))]))]);
        foreach (var list in (ReadOnlySpan<string>)["scope", "links"])
            if (node.Json[list] is JsonArray) node.Json[list] = new JsonArray([.. node.Texts(list).Select(t => (JsonNode)Renamed(t))]);
        // Beside the place of the instance, a little smaller, so that the picture stays readable.
        (node.Json["x"], node.Json["y"]) = (instance.X + (node.X / 2), instance.Y + (node.Y / 2));
        (node.Json["id"], node.Json["z"], node.Json[RedNode.FlowMember]) = ($"{instance.Id}_{node.Id}", instance.Tab, instance.Id);
    }

    private static void LeadOut(RedNode? source, int port, IReadOnlyList<string> targets)
    {
        if (source?.Json["wires"] is not JsonArray outputs || port is < 0 or > 100) return;
        while (outputs.Count <= port) outputs.Add(new JsonArray());
        foreach (var target in targets) ((JsonArray)outputs[port]!).Add(target);
    }

    private static void Rewire(RedNode node, string instance, List<string> entries)
    {
        if (!node.Wires.Any(o => o.Contains(instance))) return;
        node.Json["wires"] = new JsonArray([.. node.Wires.Select(o => (JsonNode)new JsonArray([.. o.SelectMany(t => t == instance ? [.. entries] : (IEnumerable<string>)[t]).Select(t => (JsonNode)t)]))]);
    }
}
