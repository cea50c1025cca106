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
        if (body.Contains("node.linkcall", StringComparison.Ordinal)) return conversion.NotConverted(node, "It calls other nodes from its script (node.linkcall).", "Put a link call node before it, or call a workflow with ExecuteWorkflow.");
        var isAsync = Awaits().IsMatch(body);
        var missing = Unknown().Matches(body).Select(m => m.Value.TrimEnd('(', '.', ' ')).Concat(Libraries(node).Select(l => l.Variable).Where(v => body.Contains(v, StringComparison.Ordinal))).Distinct().ToArray();
        if (missing.Length > 0) return InNodeJs(node, conversion, body, ports, isCaught, string.Join(", ", missing));
        var script = Write(node, body, ports, isCaught, Flow(node.Flow, conversion), Environment(node, body, conversion), isAsync);
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
        var frame = Write(node, BodyPlace, ports, isCaught, Flow(node.Flow, conversion), Environment(node, body, conversion), isAsync: true)
            .Replace("variables.", "input.", StringComparison.Ordinal).Replace("variables[", "input[", StringComparison.Ordinal)
            .Replace("getConfig(n) ?? undefined", "undefined", StringComparison.Ordinal)
            .Replace("newGuidString()", "require('crypto').randomUUID()", StringComparison.Ordinal);
        var run = frame.IndexOf("// — end of the function —\n});\n", StringComparison.Ordinal) + "// — end of the function —\n});\n".Length;
        frame = Pending(body) + frame[..run] + (isCaught ? "try { $send(await $run(input.msg)); await $settled(); } catch (e) { $fail(e); }\n" : "$send(await $run(input.msg));\nawait $settled();\n") + "return { $messages: $out };\n";
        var libraries = string.Concat(Libraries(node).Select(l => $"const {l.Variable} = require({Js.Text(l.Module)});\n"));
        var activity = Conversion.Literal(Conversion.Activity(node, "Status.RunNodeJs"), "script", libraries + frame.Replace(BodyPlace, body, StringComparison.Ordinal));
        Conversion.Computed(activity, "input", "({ msg: variables.msg, flow: variables.flow, global: variables.global, context: variables.context })");
        Conversion.Fill(activity, ("*", "Result"));
        var converted = Converted.Many(activity, ports);
        return isCaught ? converted with { Failures = [(Js.Id(node.Id), ErrorPort)] } : converted;
    }

    /// <summary>What a function does later, by timers, belongs to its run too: the process waits until it is done.</summary>
    private static string Pending(string body) => body.Contains("setTimeout", StringComparison.Ordinal)
        ? """
            const $timers = new Map(), $after = globalThis.setTimeout;
            const setTimeout = (f, ms, ...a) => { const t = $after(() => { try { f(...a); } catch (e) { $fail(e); } finally { $timers.get(t)?.(); $timers.delete(t); } }, ms); $timers.set(t, null); return t; };
            const clearTimeout = t => { globalThis.clearTimeout(t); $timers.get(t)?.(); $timers.delete(t); };
            const $settled = async () => { while ($timers.size > 0) { const [t] = $timers.keys(); await new Promise(r => $timers.set(t, r)); } };

            """
        : "const $settled = async () => {};\n";

    private static string Flow(string flow, Conversion conversion) =>
        $"$store(() => {conversion.FlowStore(flow).Replace("variables.flow", "variables['flow']", StringComparison.Ordinal)}{(conversion.Scopes.Around(flow) is { } around ? $", {Flow(around, conversion)}" : "")})";

    /// <summary>Variables that the text may ask for.</summary>
    private static string Environment(RedNode node, string body, Conversion conversion)
    {
        if (!body.Contains("env.get", StringComparison.Ordinal)) return "{}";
        var names = conversion.Scopes.NamesOf(node).Concat(EnvironmentName().Matches(body).Select(m => m.Groups["name"].Value)).Distinct(StringComparer.Ordinal);
        var known = new System.Text.Json.Nodes.JsonObject();
        foreach (var name in names)
        {
            if (conversion.Scopes.TryGet(node, name, out var value)) known[name] = value?.DeepClone();
            else conversion.Note(NodeRedLevel.Changed, node, $"The variable {name} is not set in the file: its value is a secret, or came from the surroundings of Node-RED.", $"Set Status:Scripts:Config:{name}.");
        }

        return known.ToJsonString();
    }

    private static IEnumerable<(string Variable, string Module)> Libraries(RedNode node) => node.Items("libs")
        .Select(l => (Variable: l.Text("var"), Module: l.Text("module")))
        .Where(l => l.Module.Length > 0 && l.Variable.Length > 0 && l.Variable.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') && !char.IsAsciiDigit(l.Variable[0]));

    private const string BodyPlace = "/* the function's own text */";
    private const string Begin = "// — the function —";

    private static string Write(RedNode node, string body, string[] ports, bool isCaught, string flow, string environment, bool isAsync) => $$"""
        const $out = [], $ports = [{{string.Join(", ", ports.Select(Js.Text))}}];
        const $put = (i, m) => { if (m !== null && m !== undefined && typeof m === 'object' && i < $ports.length) { m._msgid = m._msgid ?? variables.msg?._msgid; $out.push({ port: $ports[i], msg: m }); } };
        const $send = m => { if (Array.isArray(m)) m.forEach((x, i) => { if (Array.isArray(x)) x.forEach(y => $put(i, y)); else $put(i, x); }); else $put(0, m); };
        const $path = k => [...String(k).matchAll(/\[(\d+)\]|\[["']([^"']+)["']\]|([^.[\]]+)/g)].map(m => m[1] !== undefined ? Number(m[1]) : m[2] ?? m[3]);
        const $done = (list, ...result) => { const f = list.find(x => typeof x === 'function'); if (f) f(undefined, ...result); };
        const $store = (read, outer) => ({
          get: (k, ...more) => { const one = n => { const p = $path(n); return (outer && p[0] === '$parent' ? outer.get(p.slice(1).join('.')) : p.reduce((o, m) => o === null || o === undefined ? undefined : o[m], read())); }, v = Array.isArray(k) ? k.map(one) : one(k); $done(more, ...(Array.isArray(k) ? v : [v])); return v; },
          set: (k, v, ...more) => {
            const one = (n, x) => { const p = $path(n), last = p.pop(); if (outer && p[0] === '$parent') return outer.set([...p.slice(1), last].join('.'), x); let o = read(); p.forEach((m, i) => { if (o[m] === null || typeof o[m] !== 'object') o[m] = typeof (p[i + 1] ?? last) === 'number' ? [] : {}; o = o[m]; }); if (x === undefined) delete o[last]; else o[last] = x; };
            if (Array.isArray(k)) k.forEach((n, i) => one(n, Array.isArray(v) ? v[i] ?? null : v)); else one(k, v);
            $done(more);
          },
          keys: (...more) => { const k = Object.keys(read()).filter(n => !n.startsWith('#')); $done(more, k); return k; },
        });
        const flow = {{flow}}, global = $store(() => variables.global);
        const context = { ...$store(() => (variables.context[{{Js.Text(node.Id)}}] ??= {})), flow, global };
        const RED = { util: { cloneMessage: m => structuredClone(m), generateId: () => newGuidString().replace(/-/g, '').slice(0, 16), getMessageProperty: (m, k) => $path(k[0] === 'm' && String(k).startsWith('msg.') ? k.slice(4) : k).reduce((o, n) => o === null || o === undefined ? undefined : o[n], m) } };
        const $env = {{environment}}, env = { get: n => Object.hasOwn($env, n) ? $env[n] : getConfig(n) ?? undefined };
        const $fail = e => { {{(isCaught
            ? $"const m = {{ ...variables.msg, error: {{ message: String(e), source: {{ id: {Js.Text(node.Id)}, type: 'function', name: {Js.Text(node.Text("name"))}, count: 1 }} }} }}; $out.push({{ port: '{ErrorPort}', msg: m }});"
            : "throw e instanceof Error ? e : new Error(String(e));")}} };
        const node = {
          id: {{Js.Text(node.Id)}}, name: {{Js.Text(node.Text("name"))}}, outputCount: $ports.length,
          send: (m, copy) => $send(copy === false ? m : structuredClone(m)), error: (e, m) => { if (m !== undefined) $fail(e); }, log: () => {}, warn: () => {}, debug: () => {}, trace: () => {}, status: () => {}, done: () => {}, on: () => {},
        };
        const $run = ({{(isAsync ? "async " : "")}}function (msg) {
        {{Begin}}
        {{body}}
        // — end of the function —
        });
        {{Run(isAsync, isCaught)}}
        """;

    /// <summary>Runs the function and sends what it gives; one that awaits something is awaited.</summary>
    private static string Run(bool isAsync, bool isCaught)
    {
        const string Leave = "setVariable('$messages', $out);\nsetOutcomes([...new Set($out.map(o => o.port))]);\n";
        var send = $"$send({(isAsync ? "await " : "")}$run(variables.msg));";
        var tried = isCaught ? $"try {{ {send} }} catch (e) {{ $fail(e); }}\n" : send + "\n";
        return isAsync ? $"(async () => {{\n{tried}{Leave}}})();\n" : tried + Leave;
    }

    private static int Lines(string text) => text.Count(c => c == '\n');

    [GeneratedRegex(@"\b(?:await|async|Promise)\b|\.then\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Awaits();

    [GeneratedRegex(@"\benv\.get\(\s*[""'`](?<name>[\w.$]{1,100})[""'`]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"\b(?:require\s*\(|setTimeout\s*\(|setInterval\s*\(|setImmediate\s*\(|process\.|Buffer\.|fetch\s*\(|import\s*\()", RegexOptions.NonBacktracking)]
    private static partial Regex Unknown();
}
