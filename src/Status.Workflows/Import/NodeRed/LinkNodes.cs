namespace Status.Workflows.Import.NodeRed;

/// <summary>Links between nodes, and nodes that listen to others. Connections to them are made when all nodes are converted.</summary>
internal static class LinkNodes
{
    public static string EventOf(string link) => $"node-red.link.{Js.Id(link)}";

    public static Converted In(RedNode node, Conversion conversion)
    {
        var pass = Pass(node);
        var fromOthers = node.Texts("links").Any(l => conversion.TabOf(l) is { } tab && tab != conversion.TabId);
        if (!fromOthers) return Converted.One(pass);
        var heard = Conversion.Fill(Conversion.Literal(Conversion.AsTrigger(Conversion.Activity(node, "Elsa.Event", "_event", -40, -40)), "eventName", EventOf(node.Id)), ("*", "Result"));
        conversion.Note(NodeRedLevel.Changed, node, $"What comes from other tabs comes as the event {EventOf(node.Id)} and starts a run of its own; it cannot answer the request of the other tab.");
        var (id, entry) = ((string)heard["id"]!, (string)pass["id"]!);
        return new Converted([heard, pass], entry, [[(entry, "Done")]]) { Inner = [(id, "Done", entry)] };
    }

    public static Converted Out(RedNode node, Conversion conversion)
    {
        if (node.Text("mode") == "return") return conversion.NotConverted(node, "It returns to a link call.", "Put the nodes where they are called, or make them a workflow and call it with ExecuteWorkflow.");
        var away = node.Texts("links").Where(l => conversion.TabOf(l) is { } tab && tab != conversion.TabId).ToArray();
        var pass = Pass(node);
        var id = (string)pass["id"]!;
        var sends = away.Select((link, i) => Conversion.Computed(
            Conversion.Literal(Conversion.Activity(node, "Elsa.PublishEvent", $"_{i}", 24, 40 * (i + 1)), "eventName", EventOf(link)), "payload", "variables.msg")).ToArray();
        return new Converted([pass, .. sends], id, [[(id, "Done")]]) { Inner = [.. sends.Select(s => (id, "Done", (string)s["id"]!))] };
    }

    public static Converted Call(RedNode node, Conversion conversion) =>
        conversion.NotConverted(node, "It calls nodes and waits for their return.", "Put the nodes here, or make them a workflow and call it with ExecuteWorkflow.");

    /// <summary>A node that only passes on what reaches it.</summary>
    public static Converted Listener(RedNode node, Conversion conversion)
    {
        if (node.Type == "catch") conversion.Note(NodeRedLevel.Changed, node, "Hears of every fault of the activities that its nodes became, also of those that Node-RED only warns about.");
        return Converted.One(Pass(node));
    }

    public static Converted Status(RedNode node, Conversion conversion)
    {
        conversion.Note(NodeRedLevel.Changed, node, "Activities have no status texts; nothing reaches it.", "Use the run's journal.");
        return Converted.One(Pass(node));
    }

    private static System.Text.Json.Nodes.JsonObject Pass(RedNode node) => Conversion.Script(node, "// Passes the message on.\n");
}
