namespace Status.Workflows.Import.NodeRed;

/// <summary>Nodes that take messages apart, put them together, or hold them back.</summary>
internal static class SequenceNodes
{
    public static Converted Split(RedNode node, Conversion conversion)
    {
        if (node.Text("spltType", "str") is not "str") return conversion.NotConverted(node, "It splits by length or by bytes.", "Split in a script that returns a list of messages.");
        if (node.Flag("stream")) conversion.Note(NodeRedLevel.Changed, node, "The rest of a text is not kept for the next message.");
        var activity = Conversion.Activity(node, "Status.SplitMessage");
        Conversion.Literal(activity, "property", node.Text("property", "payload"));
        Conversion.Literal(activity, "separator", Unescape(node.Text("splt", "\\n")));
        Conversion.Literal(activity, "length", (int)Math.Max(1, node.Number("arraySplt") ?? 1));
        Conversion.Literal(activity, "keyProperty", node.Text("addname"));
        return Converted.One(activity);
    }

    public static Converted Join(RedNode node, Conversion conversion)
    {
        var mode = node.Text("mode", "auto");
        var build = node.Text("build", "array");
        if (mode == "reduce") return conversion.NotConverted(node, "It reduces with JSONata.", "Join to a list and reduce it in a script.");
        if (mode == "custom" && build == "buffer") return conversion.NotConverted(node, "It joins bytes.", "Join texts.");
        if (node.Flag("accumulate")) return conversion.NotConverted(node, "It sends again with each further message.", "Keep the values in a variable.");
        if ((node.Number("timeout") ?? 0) > 0) conversion.Note(NodeRedLevel.Changed, node, "It waits until all messages have come; the time limit is left out.");
        var activity = Conversion.Activity(node, "Status.JoinMessages");
        Conversion.Literal(activity, "mode", mode);
        Conversion.Literal(activity, "build", build);
        Conversion.Literal(activity, "property", node.Text("propertyType") == "full" ? "" : node.Text("property", "payload"));
        Conversion.Literal(activity, "key", node.Text("key", "topic"));
        Conversion.Literal(activity, "joiner", Unescape(node.Text("joiner", "\\n")));
        Conversion.Literal(activity, "count", (int)(node.Number("count") ?? 0));
        return Converted.One(activity);
    }

    public static Converted Delay(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Elsa.Delay");
        switch (node.Text("pauseType", "delay"))
        {
            case "delay":
                return Converted.One(Conversion.Literal(activity, "timeSpan", Js.Span(Milliseconds(node.Number("timeout") ?? 5, node.Text("timeoutUnits", "seconds")))));
            case "delayv":
                return Converted.One(Conversion.Computed(activity, "timeSpan", """
                    (ms => { const p = n => String(n).padStart(2, '0'), s = Math.floor(ms / 1000); return `${Math.floor(s / 86400)}.${p(Math.floor(s / 3600) % 24)}:${p(Math.floor(s / 60) % 60)}:${p(s % 60)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`; })(Math.max(0, Number(variables.msg.delay) || 0))
                    """));
            default:
                return conversion.NotConverted(node, $"It limits a rate ({node.Text("pauseType")}), which needs a memory over all runs.", "Limit the runs of the workflow, or the receiver.");
        }
    }

    /// <summary>Sends one message now and another one after a time.</summary>
    public static Converted Trigger(RedNode node, Conversion conversion)
    {
        var duration = node.Number("duration") ?? 250;
        if (duration <= 0 || node.Flag("extend") || node.Text("bytopic", "all") != "all" || (node.Number("outputs") ?? 1) > 1)
            return conversion.NotConverted(node, "It waits to be reset, repeats itself, or starts its time anew with each message.", "Use Event and Delay.");
        if (First(node, "op1", "op1type") is not { } first || First(node, "op2", "op2type") is not { } second)
            return conversion.NotConverted(node, "It sends a value that is not known here.", "Use scripts and Delay.");
        conversion.Note(NodeRedLevel.Changed, node, "Each message gets its own time; a second one within it is not swallowed, and msg.reset is not looked at.");
        var now = Conversion.Script(node, $"{Js.Helpers}{first}setVariable('msg', msg);\n{(node.Text("op1type") == "nul" ? "setOutcomes(['Later']);\n" : "setOutcomes(['Done', 'Later']);\n")}", ["Done", "Later"]);
        var wait = Conversion.Literal(Conversion.Activity(node, "Elsa.Delay", "_wait", 24, 40), "timeSpan", Js.Span(Milliseconds(duration, node.Text("units", "ms"))));
        var later = Conversion.Script(node, $"{Js.Helpers}{second}setVariable('msg', msg);\n", suffix: "_then", dx: 60);
        var (a, b, c) = ((string)now["id"]!, (string)wait["id"]!, (string)later["id"]!);
        IReadOnlyList<(string, string)> outputs = node.Text("op2type") == "nul" ? [(a, "Done")] : [(a, "Done"), (c, "Done")];
        return new Converted([now, wait, later], a, [outputs]) { Inner = [(a, "Later", b), (b, "Done", c)] };
    }

    private static string? First(RedNode node, string value, string type) => node.Text(type, "str") switch
    {
        "nul" or "pay" or "payl" => "",
        var kind => Js.Value(kind, node.Text(value)) is { } written ? $"set(msg, [\"payload\"], {written});\n" : null,
    };

    private static double Milliseconds(double amount, string unit) => amount * unit switch
    {
        "milliseconds" or "ms" => 1,
        "minutes" or "min" or "minute" => 60_000,
        "hours" or "hr" or "hour" => 3_600_000,
        "days" or "day" => 86_400_000,
        _ => 1000,
    };

    private static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
}
