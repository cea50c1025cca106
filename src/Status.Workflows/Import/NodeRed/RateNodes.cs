using System.Globalization;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The delay node: fixed, random and given times, and the limits of a rate.</summary>
internal static class RateNodes
{
    public static Converted Delay(RedNode node, Conversion conversion)
    {
        switch (node.Text("pauseType", "delay"))
        {
            case "delay":
                return Converted.One(Conversion.Literal(Conversion.Activity(node, "Elsa.Delay"), "timeSpan", Js.Span(TimedNodes.Milliseconds(node.Number("timeout") ?? 5, node.Text("timeoutUnits", "seconds")))));
            case "delayv":
                return Computed(node, $"(d => isNaN(d) ? {Number(TimedNodes.Milliseconds(node.Number("timeout") ?? 0, "ms"))} : d)(parseFloat(variables.msg.delay))");
            case "random":
                var (from, to) = (TimedNodes.Milliseconds(node.Number("randomFirst") ?? 1, node.Text("randomUnits", "seconds")), TimedNodes.Milliseconds(node.Number("randomLast") ?? 5, node.Text("randomUnits", "seconds")));
                return Computed(node, $"{Number(from)} + Math.random() * {Number(to - from)}");
            case "rate" or "queue" or "timed" or "burst":
                conversion.Note(NodeRedLevel.Changed, node, "It limits the messages of each run by itself, not those of all runs together.", "Limit the workflow's runs or the receiver when all of them must share the rate.");
                return Limit(node);
            default:
                return conversion.NotConverted(node, $"It pauses in a way that is not known ({node.Text("pauseType")}).", "Use Delay.");
        }
    }

    private static Converted Limit(RedNode node)
    {
        var perUnit = TimedNodes.Milliseconds(1, node.Text("rateUnits", "second"));
        var units = node.Number("nbRateUnits") is { } many and > 0 ? many : 1;
        var rate = perUnit / (node.Number("rate") is { } r and > 0 ? r : 1) * units;
        var isSecond = node.Text("outputs") == "2";
        string[] ports = isSecond ? ["1", "2"] : ["Done"];
        var given = node.Flag("allowrate") ? "if (has('rate') && !isNaN(parseFloat(msg.rate))) state.rate = parseFloat(msg.rate);\n" : "";
        var dropped = isSecond ? "send(msg, '2');" : "";
        var (onMessage, onDue) = node.Text("pauseType") switch
        {
            "burst" => (Burst(node.Number("rate") ?? 1, perUnit * units, dropped), ""),
            "rate" when node.Flag("drop") => (given + Drop(rate, dropped), ""),
            "rate" => (given + Queue(rate), ReleaseOne(rate)),
            var kind => (given + ByTopic(rate, isSecond), kind == "timed" ? ReleaseAll(rate) : ReleaseOne(rate)),
        };
        return TimedNodes.Of(node, onMessage.Replace("$first", ports[0], StringComparison.Ordinal), onDue.Replace("$first", ports[0], StringComparison.Ordinal), ports);
    }

    private static string Burst(double most, double window, string dropped) => $$"""
        const now = Date.now();
        state.times = has('reset') ? [] : (state.times ?? []).filter(t => now - t < {{Number(window)}});
        if (!has('reset')) { if (state.times.length < {{Number(most)}}) { state.times.push(now); send(msg, '$first'); } else { {{dropped}} } }

        """;

    private static string Drop(double rate, string dropped) => $$"""
        const now = Date.now();
        if (has('reset')) { delete state.last; delete state.rate; }
        else if (state.last === undefined || now - state.last > (state.rate ?? {{Number(rate)}})) { state.last = now; send(msg, '$first'); }
        else { {{dropped}} }

        """;

    /// <summary>The first message at once, each further one when its time has come; flush lets some or all go, reset forgets them.</summary>
    private static string Queue(double rate) => $$"""
        const rest = { ...msg }, queue = (state.queue ??= []), tick = () => { state.busy = true; wait('tick', state.rate ?? {{Number(rate)}}); };
        delete rest.flush;
        if (Object.keys(rest).length > 1) {
          if (state.busy) { if (msg.toFront === true) queue.unshift(rest); else queue.push(rest); }
          else { if (!has('reset')) send(rest, '$first'); else if (has('flush')) queue.push(rest); tick(); }
        }
        if (has('flush')) {
          const most = typeof msg.flush === 'number' ? Math.min(Math.floor(msg.flush), queue.length) : queue.length;
          if (most === 0) { state.busy = false; wait('tick'); }
          else { for (const m of queue.splice(0, most)) { delete m.reset; if (Object.keys(m).length > 1) send(m, '$first'); } tick(); }
        }
        if (has('reset')) { if (!has('flush')) { state.busy = false; wait('tick'); } state.queue = []; delete state.rate; }

        """;

    private static string ByTopic(double rate, bool isSecond) => $$"""
        if (!has('topic')) msg.topic = '_none_';
        const queue = (state.queue ??= []), at = queue.findIndex(m => m.topic === msg.topic);
        if (at >= 0) { {{(isSecond ? "send(queue[at], '2'); " : "")}}queue[at] = msg; } else queue.push(msg);
        if (has('flush')) for (const m of queue.splice(0, typeof msg.flush === 'number' ? Math.floor(msg.flush) : queue.length)) { delete m.flush; delete m.reset; if (Object.keys(m).length > 2) send(m, '$first'); }
        if (has('reset')) { state.queue = []; delete state.rate; }
        if (!state.busy) { state.busy = true; wait('tick', state.rate ?? {{Number(rate)}}); }

        """;

    private static string ReleaseOne(double rate) => $$"""
        const next = (state.queue ??= []).shift();
        state.busy = next !== undefined;
        if (state.busy) { if (Object.keys(next).length > 1) send(next, '$first'); wait('tick', state.rate ?? {{Number(rate)}}); }

        """;

    private static string ReleaseAll(double rate) => $$"""
        const all = (state.queue ??= []).splice(0);
        state.busy = all.length > 0;
        for (const m of all) send(m, '$first');
        if (state.busy) wait('tick', state.rate ?? {{Number(rate)}});

        """;

    private static Converted Computed(RedNode node, string milliseconds) => Converted.One(Conversion.Computed(Conversion.Activity(node, "Elsa.Delay"), "timeSpan", $$"""
        (ms => { const p = n => String(n).padStart(2, '0'), s = Math.floor(ms / 1000); return `${Math.floor(s / 86400)}.${p(Math.floor(s / 3600) % 24)}:${p(Math.floor(s / 60) % 60)}:${p(s % 60)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`; })(Math.max(0, {{milliseconds}}))
        """));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
