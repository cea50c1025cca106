using System.Globalization;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Nodes that take messages apart, put them together, and bring them into order.</summary>
internal static class SequenceNodes
{
    public static Converted Split(RedNode node, Conversion conversion)
    {
        var kind = node.Text("spltType", "str");
        if (kind is not ("str" or "len")) return conversion.NotConverted(node, "It splits where bytes stand.", "Split a text, or split in a script that returns a list of messages.");
        if (node.Flag("stream")) conversion.Note(NodeRedLevel.Changed, node, "The rest of a text is not kept for the next message.");
        var activity = Conversion.Activity(node, "Status.SplitMessage");
        Conversion.Literal(activity, "property", node.Text("property", "payload"));
        if (kind == "len") Conversion.Literal(activity, "size", (int)Math.Clamp(node.Number("splt") ?? 1, 1, int.MaxValue));
        else Conversion.Literal(activity, "separator", Unescape(node.Text("splt", "\\n")));
        Conversion.Literal(activity, "length", (int)Math.Max(1, node.Number("arraySplt") ?? 1));
        Conversion.Literal(activity, "keyProperty", node.Text("addname"));
        return Converted.One(activity);
    }

    public static Converted Join(RedNode node, Conversion conversion)
    {
        var mode = node.Text("mode", "auto");
        var build = node.Text("build", "array");
        if (mode == "reduce") return Reduce(node, conversion);
        if (mode == "custom" && build == "buffer") return conversion.NotConverted(node, "It joins bytes.", "Join texts.");
        if (mode == "custom" && node.Text("joinerType", "str") != "str") return conversion.NotConverted(node, "It joins with bytes between.", "Join with a text between.");
        var activity = Conversion.Activity(node, "Status.JoinMessages");
        Conversion.Literal(activity, "mode", mode);
        Conversion.Literal(activity, "build", build);
        Conversion.Literal(activity, "property", node.Text("propertyType") == "full" ? "" : node.Text("property", "payload"));
        Conversion.Literal(activity, "key", node.Text("key", "topic"));
        Conversion.Literal(activity, "joiner", Unescape(node.Text("joiner", "\\n")));
        Conversion.Literal(activity, "count", (int)Math.Clamp(node.Number("count") ?? 0, 0, int.MaxValue));
        if (mode == "custom")
        {
            if (node.Flag("accumulate")) Conversion.Literal(activity, "accumulate", true);
            if (node.Json.ContainsKey("useparts") && !node.Flag("useparts")) Conversion.Literal(activity, "useParts", false);
            if (node.Number("timeout") is { } seconds and > 0) Conversion.Literal(activity, "timeout", Js.Span(seconds * 1000));
        }

        return Converted.One(activity);
    }

    /// <summary>Groups of messages, or what one message holds, by a value of each.</summary>
    public static Converted Sort(RedNode node, Conversion conversion)
    {
        var inMessage = node.Text("targetType") == "msg";
        var (key, kind) = inMessage ? (node.Text("msgKey"), node.Text("msgKeyType", "elem")) : (node.Text("seqKey", "payload"), node.Text("seqKeyType", "msg"));
        var of = kind == "jsonata" ? JsonataScript.Write(key) is { } written ? $"(msg => {written})(x)" : null : inMessage ? "x" : Js.Path(key) is { } path ? $"get(x, {path})" : null;
        if (of is null || Js.Path(node.Text("target", "payload")) is not { } target) return conversion.NotConverted(node, $"It sorts by an expression that is not converted: {key}", "Sort in a script.");
        var order = $$"""
            const dir = {{(node.Text("order", "ascending") == "ascending" ? 1 : -1)}}, key = x => {{(node.Flag("as_num") ? $"Number({of})" : of)}};
            const sorted = list => list.map(x => ({ x, k: key(x) })).sort((a, b) => a.k === b.k ? 0 : a.k > b.k ? dir : -dir).map(e => e.x);

            """;
        // What is no list, and what is no part of a sequence, is dropped as there.
        var script = inMessage
            ? $"const list = get(msg, {target});\nif (Array.isArray(list)) {{ set(msg, {target}, sorted(list)); send(msg); }}\n"
            : $$"""
                const parts = msg.parts;
                if (parts && has('parts') && 'id' in parts && 'index' in parts) {
                  const group = ((state.groups ??= {})[parts.id] ??= { list: [] });
                  group.list.push(msg);
                  if ('count' in parts) group.count = parts.count;
                  if (group.count === group.list.length) { delete state.groups[parts.id]; sorted(group.list).forEach((m, i) => { m.parts.index = i; send(m); }); }
                }

                """;
        return Converted.One(Conversion.Script(node, TimedNodes.Begin(node) + order + script + TimedNodes.End));
    }

    /// <summary>Groups of a number of messages, of a time, or of topics put one after the other.</summary>
    public static Converted Batch(RedNode node, Conversion conversion)
    {
        const string Group = "const group = list => list.forEach((m, i) => { const c = structuredClone(m); c.parts = { ...(c.parts ?? {}), id: list[0]._msgid, index: i, count: list.length }; send(c); });\n";
        switch (node.Text("mode", "count"))
        {
            case "count":
                var (count, overlap) = ((int)Math.Clamp(node.Number("count") ?? 1, 1, 1_000_000), (int)Math.Clamp(node.Number("overlap") ?? 0, 0, 1_000_000));
                if (count <= overlap) return conversion.NotConverted(node, "Its groups overlap by as many messages as they have.", "Choose a smaller overlap.");
                return Converted.One(Conversion.Script(node, TimedNodes.Begin(node) + Group + $$"""
                    if (has('reset')) state.queue = [];
                    else {
                      const queue = (state.queue ??= []);
                      queue.push(msg);
                      if (queue.length === {{count}}{{(node.Flag("honourParts") ? " || (has('parts') && msg.parts.index + 1 === msg.parts.count)" : "")}}) { group(queue); state.queue = {{(overlap > 0 ? $"queue.slice(-{overlap})" : "[]")}}; }
                    }

                    """ + TimedNodes.End));
            case "concat":
                var topics = Js.Literal(new JsonArray([.. node.Items("topics").Select(t => (JsonNode)t.Text("topic"))]));
                return Converted.One(Conversion.Script(node, TimedNodes.Begin(node) + Group + $$"""
                    const topics = {{topics}}, pending = has('reset') ? (state.pending = {}) : (state.pending ??= {});
                    if (!has('reset') && topics.includes(msg.topic)) {
                      if (!has('parts') || !('id' in msg.parts) || !('index' in msg.parts) || !('count' in msg.parts)) throw new Error('no parts property in message');
                      const groups = (pending[msg.topic] ??= []);
                      let mine = groups.find(g => g.id === msg.parts.id);
                      if (mine === undefined) { mine = { id: msg.parts.id, count: msg.parts.count, list: [] }; groups.push(mine); }
                      mine.list.push(msg);
                      if (topics.every(t => { const first = pending[t]?.[0]; return first !== undefined && first.list.length === first.count; })) group(topics.flatMap(t => pending[t].shift().list));
                    }

                    """ + TimedNodes.End));
            case "interval":
                var ms = ((node.Number("interval") ?? 0) * 1000).ToString(CultureInfo.InvariantCulture);
                conversion.Note(NodeRedLevel.Changed, node, $"The time of a group begins with its first message{(node.Flag("allowEmptySequence") ? ", and a time without messages gives no empty group" : "")}.");
                return TimedNodes.Of(
                    node,
                    $"if (has('reset')) {{ state.queue = []; wait('tick'); }} else {{ const queue = (state.queue ??= []); queue.push(msg); if (queue.length === 1) wait('tick', {ms}); }}\n",
                    Group + "const all = (state.queue ??= []).splice(0);\nif (all.length > 0) group(all);\n",
                    "Done");
            default:
                return conversion.NotConverted(node, $"It groups in a way that is not known ({node.Text("mode")}).", "Group in a script.");
        }
    }

    private static Converted Reduce(RedNode node, Conversion conversion)
    {
        var (expression, fixup) = (node.Text("reduceExp"), node.Text("reduceFixup"));
        if (JsonataScript.Write(expression) is not { } step) return conversion.NotConverted(node, $"It reduces with an expression of JSONata that is not converted: {expression}", "Join to a list and reduce it in a script.");
        if ((fixup.Length > 0 ? JsonataScript.Write(fixup) : "$A") is not { } last) return conversion.NotConverted(node, $"It ends with an expression of JSONata that is not converted: {fixup}", "Join to a list and reduce it in a script.");
        if (conversion.Value(node, node.Text("reduceInitType", "str"), node.Text("reduceInit")) is not { } begin) return conversion.NotConverted(node, "It begins with a value that is not converted.", "Join to a list and reduce it in a script.");
        return Converted.One(Conversion.Script(node, TimedNodes.Begin(node) + $$"""
            const step = (msg, $A, $I, $N) => {{step}}, last = (msg, $A, $N) => {{last}};
            if (!has('parts')) send(msg);
            else {
              const group = ((state.groups ??= {})[msg.parts.id] ??= { list: [] });
              group.count ??= msg.parts.count;
              group.list.push(msg);
              if (group.list.length === group.count) {
                delete state.groups[msg.parts.id];
                const list = group.list.sort((a, b) => {{(node.Flag("reduceRight") ? "b.parts.index - a.parts.index" : "a.parts.index - b.parts.index")}}), end = list[list.length - 1];
                const value = last({}, list.reduce((a, m) => step(m, a, m.parts.index, group.count), {{begin}}), group.count);
                if (value === undefined) delete end.payload; else end.payload = value;
                send(end);
              }
            }

            """ + TimedNodes.End));
    }

    private static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
            .Replace("\\f", "\f", StringComparison.Ordinal).Replace("\\0", "\0", StringComparison.Ordinal);
}
