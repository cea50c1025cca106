using System.Globalization;
using System.Text.RegularExpressions;
using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// A function's text goes into a script as it is; what stands around it gives it <c>msg</c>, <c>node</c>, <c>context</c>, <c>flow</c>, <c>global</c> and <c>RED</c>, and turns what it returns
/// or sends into messages on its outputs.
/// </summary>
internal static partial class FunctionNode
{
    public const string ErrorPort = "Error";

    public static Converted Convert(RedNode node, Conversion conversion)
    {
        var outputs = (int)Math.Clamp(node.Number("outputs") ?? node.Wires.Count, 0, 64);
        var ports = outputs <= 1 ? ["Done"] : Enumerable.Range(1, outputs).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var body = node.Text("func");
        var isCaught = conversion.IsCaught(node);
        var missing = Unknown().Matches(body).Select(m => m.Value.TrimEnd('(', '.', ' ')).Concat(Libraries(node).Select(l => l.Variable).Where(v => body.Contains(v, StringComparison.Ordinal))).Distinct().ToArray();
        if (missing.Length > 0) return InNodeJs(node, conversion, body, ports, isCaught, string.Join(", ", missing));
        var script = Write(node, body, ports, isCaught);
        if (!JavaScriptProgram.TryParse(script, ScriptKind.Script, out _, out var problems))
        {
            var line = problems[0].Line - Lines(script[..script.IndexOf(Begin, StringComparison.Ordinal)]) - 1;
            return conversion.NotConverted(node, $"Its script cannot be run here: line {line}: {problems[0].Message}", "Rewrite the line; docs/javascript.md says what scripts can use.");
        }

        if (node.Text("initialize").Trim().Length > 0 || node.Text("finalize").Trim().Length > 0) conversion.Note(NodeRedLevel.Changed, node, "What it does when a flow starts or stops is left out.", "Give flow variables their first value in the workflow's variables.");
        if (body.Contains("context", StringComparison.Ordinal) || body.Contains("flow.", StringComparison.Ordinal) || body.Contains("global.", StringComparison.Ordinal))
            conversion.Note(NodeRedLevel.Changed, node, "What it keeps in context, flow or global lasts for one run.", "Keep what must last longer in the metrics store or the registry.");
        var id = Js.Id(node.Id);
        var converted = Converted.Many(Conversion.Script(node, script, isCaught ? [.. ports, ErrorPort] : ports), ports);
        return isCaught ? converted with { Failures = [(id, ErrorPort)] } : converted;
    }

    /// <summary>What the dialect does not have, a confined Node.js process has: the function becomes Run Node.js, which gives back its messages.</summary>
    private static Converted InNodeJs(RedNode node, Conversion conversion, string body, string[] ports, bool isCaught, string missing)
    {
        conversion.Note(
            NodeRedLevel.Changed, node, $"Runs in a confined Node.js process, since its script uses {missing}: without network and files, and what it sets in flow, global or context is forgotten.",
            "The host must allow it (Status:NodeJs:Enabled).");
        var frame = Write(node, BodyPlace, ports, isCaught)
            .Replace("variables.", "input.", StringComparison.Ordinal)
            .Replace("newGuidString()", "require('crypto').randomUUID()", StringComparison.Ordinal)
            .Replace("(function (msg) {", "(async function (msg) {", StringComparison.Ordinal)
            .Replace("$send($run(input.msg))", "$send(await $run(input.msg))", StringComparison.Ordinal);
        frame = frame[..frame.IndexOf("setVariable('$messages'", StringComparison.Ordinal)] + "return { $messages: $out };\n";
        var libraries = string.Concat(Libraries(node).Select(l => $"const {l.Variable} = require({Js.Text(l.Module)});\n"));
        var activity = Conversion.Literal(Conversion.Activity(node, "Status.RunNodeJs"), "script", libraries + frame.Replace(BodyPlace, body, StringComparison.Ordinal));
        Conversion.Computed(activity, "input", "({ msg: variables.msg, flow: variables.flow, global: variables.global, context: variables.context })");
        Conversion.Fill(activity, ("*", "Result"));
        var converted = Converted.Many(activity, ports);
        return isCaught ? converted with { Failures = [(Js.Id(node.Id), ErrorPort)] } : converted;
    }

    private static IEnumerable<(string Variable, string Module)> Libraries(RedNode node) => node.Items("libs")
        .Select(l => (Variable: l.Text("var"), Module: l.Text("module")))
        .Where(l => l.Module.Length > 0 && l.Variable.Length > 0 && l.Variable.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') && !char.IsAsciiDigit(l.Variable[0]));

    private const string BodyPlace = "/* the function's own text */";
    private const string Begin = "// — the function —";

    private static string Write(RedNode node, string body, string[] ports, bool isCaught) => $$"""
        const $out = [], $ports = [{{string.Join(", ", ports.Select(Js.Text))}}];
        const $put = (i, m) => { if (m !== null && m !== undefined && typeof m === 'object' && i < $ports.length) { m._msgid = m._msgid ?? variables.msg?._msgid; $out.push({ port: $ports[i], msg: m }); } };
        const $send = m => { if (Array.isArray(m)) m.forEach((x, i) => { if (Array.isArray(x)) x.forEach(y => $put(i, y)); else $put(i, x); }); else $put(0, m); };
        const $path = k => String(k).replace(/\[(\w+)\]/g, '.$1').split('.');
        const $store = read => ({
          get: k => Array.isArray(k) ? k.map(n => read()[n]) : $path(k).reduce((o, n) => o === null || o === undefined ? undefined : o[n], read()),
          set: (k, v) => { const p = $path(k), last = p.pop(); let o = read(); p.forEach(n => { if (o[n] === null || typeof o[n] !== 'object') o[n] = {}; o = o[n]; }); if (v === undefined) delete o[last]; else o[last] = v; },
          keys: () => Object.keys(read()),
        });
        const flow = $store(() => variables.flow), global = $store(() => variables.global);
        const context = { ...$store(() => variables.context), flow, global };
        const RED = { util: { cloneMessage: m => structuredClone(m), generateId: () => newGuidString().replace(/-/g, '').slice(0, 16) } };
        const env = { get: () => undefined };
        const $fail = e => { {{(isCaught
            ? $"const m = {{ ...variables.msg, error: {{ message: String(e), source: {{ id: {Js.Text(node.Id)}, type: 'function', name: {Js.Text(node.Text("name"))}, count: 1 }} }} }}; $out.push({{ port: '{ErrorPort}', msg: m }});"
            : "throw e instanceof Error ? e : new Error(String(e));")}} };
        const node = {
          id: {{Js.Text(node.Id)}}, name: {{Js.Text(node.Text("name"))}}, outputCount: $ports.length,
          send: (m, copy) => $send(copy === false ? m : structuredClone(m)), error: (e, m) => { if (m !== undefined) $fail(e); }, log: () => {}, warn: () => {}, debug: () => {}, trace: () => {}, status: () => {}, done: () => {}, on: () => {},
        };
        const $run = (function (msg) {
        {{Begin}}
        {{body}}
        // — end of the function —
        });
        {{(isCaught ? "try { $send($run(variables.msg)); } catch (e) { $fail(e); }" : "$send($run(variables.msg));")}}
        setVariable('$messages', $out);
        setOutcomes([...new Set($out.map(o => o.port))]);
        """;

    private static int Lines(string text) => text.Count(c => c == '\n');

    [GeneratedRegex(@"\b(?:require\s*\(|setTimeout\s*\(|setInterval\s*\(|setImmediate\s*\(|process\.|Buffer\.|fetch\s*\(|import\s*\()", RegexOptions.NonBacktracking)]
    private static partial Regex Unknown();
}
