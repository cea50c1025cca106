using System.Globalization;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Links between nodes, and nodes that listen to others. Connections to them are made when all nodes are converted.</summary>
internal static class LinkNodes
{
    private const string Ended = "End of wait";

    public static string EventOf(string link) => $"node-red.link.{Js.Id(link)}";

    public static Converted In(RedNode node, Conversion conversion)
    {
        var pass = Pass(node);
        var fromOthers = node.Tab == conversion.TabId && !conversion.Links.Answers(node.Id) && node.Texts("links").Any(l => conversion.Links.TabOf(l) is { } tab && tab != conversion.TabId);
        if (!fromOthers) return Converted.One(pass);
        var heard = Conversion.Fill(Conversion.Literal(Conversion.AsTrigger(Conversion.Activity(node, "Elsa.Event", "_event", -40, -40)), "eventName", EventOf(node.Id)), ("*", "Result"));
        conversion.Note(NodeRedLevel.Changed, node, $"What comes from other tabs comes as the event {EventOf(node.Id)} and starts a run of its own.");
        var (id, entry) = ((string)heard["id"]!, (string)pass["id"]!);
        return new Converted([heard, pass], entry, [[(entry, "Done")]]) { Inner = [(id, "Done", entry)] };
    }

    public static Converted Out(RedNode node, Conversion conversion)
    {
        if (node.Text("mode") == "return") return Return(node, conversion);
        var away = node.Texts("links").Where(l => conversion.Links.TabOf(l) is not null && !conversion.Has(l)).ToArray();
        var pass = Pass(node);
        var id = (string)pass["id"]!;
        var sends = away.Select((link, i) => Conversion.Computed(
            Conversion.Literal(Conversion.Activity(node, "Elsa.PublishEvent", $"_{i}", 24, 40 * (i + 1)), "eventName", EventOf(link)), "payload", "variables.msg")).ToArray();
        return new Converted([pass, .. sends], id, [[(id, "Done")]]) { Inner = [.. sends.Select(s => (id, "Done", (string)s["id"]!))] };
    }

    /// <summary>
    /// The call remembers itself in <c>msg._linkSource</c>, as in Node-RED, and leads to the place it names; the return leads back over an outcome of its own for each call. A timer of the
    /// call stands for its time limit and is ended by the return.
    /// </summary>
    public static Converted Call(RedNode node, Conversion conversion)
    {
        var targets = conversion.Links.Targets(node).Where(t => conversion.Has(t.Id)).ToArray();
        var isDynamic = node.Text("linkType") == "dynamic";
        if (!isDynamic && targets.Length == 0) conversion.Note(NodeRedLevel.Changed, node, "The place that it calls does not exist; a message that reaches it faults, as in Node-RED.");
        var (id, isCaught) = (Js.Id(node.Id), conversion.IsCaught(node));
        var wait = node.Number("timeout") is { } seconds and > 0 ? seconds * 1000 : 30000;
        var call = Conversion.Script(node, Failing(node, isCaught) + $$"""
            const msg = variables.msg, target = {{(isDynamic ? "msg.target" : Js.Text(RedLinks.StaticTarget(node) ?? ""))}};
            {{(isDynamic ? Dynamic(node, conversion, targets) : $"const port = {(targets.Length > 0 ? Js.Text(To(targets[0])) : "undefined")};")}}
            if (port === undefined) { fail(`Error: target link-in node '${target || ''}' not found`); return; }
            if (!Array.isArray(msg._linkSource)) msg._linkSource = [];
            const call = newGuidString().replace(/-/g, ''), kept = structuredClone(msg);
            msg._linkSource.push({ id: call, node: {{Js.Text(node.Id)}} });
            kept.$timer = { name: call, ms: {{wait.ToString(CultureInfo.InvariantCulture)}} };
            setVariable('$messages', [{ port: 'Timer', msg: kept }, { port, msg }]);
            """, ["Timer", .. targets.Select(To), .. isCaught ? [FunctionNode.ErrorPort] : Array.Empty<string>()]);
        var timer = TimedNodes.Timer(node, 24, 40);
        var late = Conversion.Script(node, Failing(node, isCaught) + "delete variables.msg.$timer;\nfail('timeout');\n", isCaught ? [FunctionNode.ErrorPort] : ["Done"], "_late", 60);
        var returns = conversion.Nodes.Where(n => n.Type == "link out" && n.Text("mode") == "return" && !n.IsDisabled).Select(n => Js.Id(n.Id)).ToArray();
        return new Converted([call, timer, late], id, [[.. returns.Select(r => (r, From(node)))]])
        {
            Inner = [(id, "Timer", $"{id}_timer"), ($"{id}_timer", "Due", $"{id}_late"), .. targets.Select(t => (id, To(t), Js.Id(t.Id))), .. returns.Select(r => (r, $"{Ended} {id}", $"{id}_timer"))],
            Failures = isCaught ? [(id, FunctionNode.ErrorPort), ($"{id}_late", FunctionNode.ErrorPort)] : [],
        };
    }

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

    private static Converted Return(RedNode node, Conversion conversion)
    {
        var calls = conversion.Nodes.Where(n => n.Type == "link call" && !n.IsDisabled).ToArray();
        var ids = Js.Literal(new JsonObject(calls.Select(c => KeyValuePair.Create(c.Id, (JsonNode?)Js.Id(c.Id)))));
        // A message that no call has sent is dropped, with a warning there.
        var script = Conversion.Script(node, $$"""
            const msg = variables.msg, calls = {{ids}}, source = Array.isArray(msg._linkSource) ? msg._linkSource.pop() : undefined, id = source === undefined ? undefined : calls[source.node];
            if (Array.isArray(msg._linkSource) && msg._linkSource.length === 0) delete msg._linkSource;
            setVariable('$messages', id === undefined ? [] : [{ port: '{{Ended}} ' + id, msg: { $timer: { name: source.id } } }, { port: 'Return to ' + id, msg }]);
            """, [.. calls.SelectMany(c => (string[])[From(c), $"{Ended} {Js.Id(c.Id)}"])]);
        return new Converted([script], (string)script["id"]!, [[]]);
    }

    /// <summary>Which of the places is meant: by its id, by its name in the same flow, by a name that only one has.</summary>
    private static string Dynamic(RedNode node, Conversion conversion, RedNode[] targets)
    {
        var places = new JsonArray([.. targets.Select(t => (JsonNode)new JsonObject
        {
            ["id"] = t.Id,
            ["name"] = t.Text("name", t.Id),
            ["here"] = t.Flow == node.Flow,
            ["within"] = conversion.Scopes.Around(t.Flow) is not null,
            ["port"] = To(t),
        })]);
        return $$"""
            const places = {{Js.Literal(places)}}, named = places.filter(p => p.name === target), here = named.filter(p => p.here), elsewhere = named.filter(p => !p.within);
            const found = places.find(p => p.id === target) ?? (here.length === 1 ? here[0] : elsewhere.length === 1 ? elsewhere[0] : undefined), port = found?.port;
            if (port === undefined && elsewhere.length > 1) { fail(`Error: Multiple link-in nodes named '${target}' found`); return; }
            """;
    }

    private static string Failing(RedNode node, bool isCaught) => isCaught
        ? $$"""
            const fail = text => setVariable('$messages', [{ port: '{{FunctionNode.ErrorPort}}', msg: { ...variables.msg, error: { message: text, source: { id: {{Js.Text(node.Id)}}, type: 'link call', name: {{Js.Text(node.Text("name"))}}, count: 1 } } } }]);

            """
        : "const fail = text => { throw new Error(text.replace(/^Error: /, '')); };\n";

    private static string To(RedNode target) => $"Call {Js.Id(target.Id)}";

    private static string From(RedNode call) => $"Return to {Js.Id(call.Id)}";

    private static JsonObject Pass(RedNode node) => Conversion.Script(node, "// Passes the message on.\n");
}
