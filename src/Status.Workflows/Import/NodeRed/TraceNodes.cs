namespace Status.Workflows.Import.NodeRed;

/// <summary>The control-flow nodes of STATUS: how two activities of one trace follow each other.</summary>
internal static class TraceNodes
{
    /// <summary>The events of the trace, with their names and times.</summary>
    public const string Events = """
        const listOf = v => v === undefined || v === null ? [] : Array.isArray(v) ? v : [v];
        const events = listOf(msg.payload?.trace?.event ?? msg.payload?.event ?? msg.payload?.events ?? msg.payload);
        const keyed = (e, list, key) => listOf(e?.[list]).find(s => s?.$?.key === key)?.$?.value;
        const nameOf = e => keyed(e, 'string', 'concept:name');
        const timeOf = e => Date.parse(keyed(e, 'date', 'time:timestamp') ?? '');
        const times = name => events.filter(e => nameOf(e) === name).map(timeOf).filter(t => !Number.isNaN(t));

        """;

    public static Converted Convert(RedNode node, Conversion conversion)
    {
        if (node.Flag("enablePCM")) conversion.Note(NodeRedLevel.Changed, node, "A prediction by another service is not asked for.", "Use HTTP Request.");
        var (test, difference) = node.Type switch
        {
            "response" => ("a.length === 0 ? true : a.every(t => b.some(u => u >= t))", "True when each A is followed by a B; Node-RED's node was content with one."),
            "coexistence" => ("(a.length > 0) === (b.length > 0)", "True also when neither occurs."),
            "responded-existence" => ("a.length > 0 && b.length > 0 && Math.max(...a) < Math.max(...b)", ""),
            _ => ($"a.length > 0 && b.length > 0 && (d => d >= 0 && d <= Number({StatusNodes.Setting(node, "time", "0")}) * 1000)(Math.max(...b) - Math.max(...a))", ""),
        };
        if (difference.Length > 0) conversion.Note(NodeRedLevel.Changed, node, difference);
        var negates = node.Flag("negate");
        return Converted.One(Conversion.Script(node, $$"""
            {{Js.Helpers}}{{Events}}const A = {{StatusNodes.Setting(node, "eventAName")}}, B = {{StatusNodes.Setting(node, "eventBName")}}, a = times(A), b = times(B);
            const holds = {{test}}, result = {{(negates ? "!holds" : "holds")}};
            if (msg.payload === null || typeof msg.payload !== 'object' || Array.isArray(msg.payload)) msg.payload = { events };
            msg.payload.result = result;
            msg.payload.evidences = [...(msg.payload.evidences ?? []), { id: newGuidString(), key: `{{node.Type}}(${A}, ${B})`, value: { a, b }, result }];
            setVariable('msg', msg);
            """));
    }
}
