using System.Globalization;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Sends one message now and another one after a time; until then further messages are swallowed, begin the time anew, or are repeated.</summary>
internal static class TriggerNode
{
    public static Converted Convert(RedNode node, Conversion conversion)
    {
        if (Written(node, conversion, "op1", "1") is not { } first || Written(node, conversion, "op2", "0") is not { } second)
            return conversion.NotConverted(node, $"It sends a value that is not converted ({node.Text("op1type")}, {node.Text("op2type")}).", "Use scripts and Message Timer.");
        if (Js.Path(node.Text("topic", "topic")) is not { } topic) return conversion.NotConverted(node, "It tells messages apart by a computed place.", "Use scripts and Message Timer.");
        conversion.Note(NodeRedLevel.Changed, node, "It remembers the messages of one run; in Node-RED those of all requests met in it.");
        var duration = node.Number("duration") ?? 250;
        var loops = duration < 0;
        var ms = TimedNodes.Milliseconds(Math.Abs(duration), node.Text("units", "ms") is "s" ? "seconds" : node.Text("units", "ms")).ToString(CultureInfo.InvariantCulture);
        var (kind1, kind2) = (Kind(node, "op1"), Kind(node, "op2"));
        var isSecond = node.Text("outputs") == "2";
        string[] ports = isSecond ? ["1", "2"] : ["Done"];
        var onMessage = $$"""
            const topics = (state.topics ??= {}), last = (state.last ??= {});
            const topic = {{(node.Text("bytopic", "all") == "all" ? "'_none'" : $"String(get(msg, {topic}) || '_none')")}};
            const ms = {{(node.Flag("overrideDelay") ? $"has('delay') && !isNaN(parseFloat(msg.delay)) ? parseFloat(msg.delay) : {ms}" : ms)}};
            if (has('reset'){{(node.Text("reset") is { Length: > 0 } reset ? $" || (msg.payload !== null && msg.payload !== undefined && String(msg.payload) === {Js.Text(reset)})" : "")}}) {
              delete topics[topic];
              wait(topic);
            } else {
              {{(kind2 == "payl" ? "last[topic] = structuredClone(msg);" : "")}}
              if (topics[topic] === undefined || {{Bool(loops)}}) {
                const entry = topics[topic] = { ms, m2: {{(kind2 is "nul" or "payl" ? "null" : second)}} };
                {{(kind1 is "nul" or "pay" ? "" : $"msg.payload = {first};")}}
                entry.msg = structuredClone(msg);
                {{(loops && kind1 == "nul" ? "" : "if (ms !== 0) wait(topic, ms);")}}
                {{(kind1 == "nul" ? "" : $"send(msg, '{ports[0]}');")}}
              }{{(node.Flag("extend") && !loops ? $" else if (ms > 0) {{ const entry = topics[topic]; {(kind2 == "payl" ? "entry.m2 = structuredClone(msg.payload);" : "")} entry.msg = structuredClone(msg); entry.extended = true; wait(topic, ms); }}" : "")}}
            }

            """;
        var later = kind2 is "flow" or "global" ? second : kind2 == "date" ? $"entry.extended ? entry.m2 : {second}" : "entry.m2";
        var onDue = loops
            ? $"const topic = msg.$timer.name, entry = state.topics?.[topic];\nif (entry !== undefined) {{ const m = structuredClone(entry.msg); {(kind1 == "date" ? "m.payload = Date.now(); " : "")}send(m, '{ports[0]}'); wait(topic, entry.ms); }}\n"
            : $$"""
                const topic = msg.$timer.name, entry = state.topics?.[topic];
                if (entry !== undefined) {
                  delete state.topics[topic];
                  {{(kind2 switch
            {
                "nul" => "",
                "payl" => $"if (entry.extended) {{ entry.msg.payload = entry.m2; send(entry.msg, '{ports[^1]}'); }} else {{ send(state.last[topic], '{ports[^1]}'); delete state.last[topic]; }}",
                _ => $"entry.msg.payload = {later}; send(entry.msg, '{ports[^1]}');",
            })}}
                }

                """;
        return TimedNodes.Of(node, onMessage, onDue, ports);
    }

    private static string Kind(RedNode node, string name) => node.Text(name + "type", "str") switch { "val" => node.Text(name) switch { "true" or "false" => "bool", "null" => "null", _ => "str" }, var kind => kind };

    /// <summary>What is sent, as an expression.</summary>
    private static string? Written(RedNode node, Conversion conversion, string name, string otherwise)
    {
        var value = node.Text(name, otherwise);
        return Kind(node, name) switch
        {
            "nul" or "payl" => "null",
            "pay" => "structuredClone(msg.payload)",
            "str" when value.Contains("{{", StringComparison.Ordinal) => Js.Mustache(value, escapes: true) is { } text ? $"(() => {{ {MustacheScript.Helpers} return {text}; }})()" : null,
            var kind => conversion.Value(node, kind, value),
        };
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
