using System.Globalization;
using System.Text;

namespace Status.Workflows.Import.NodeRed;

/// <summary>A switch: each rule is an outcome.</summary>
internal static class SwitchNode
{
    public static Converted Convert(RedNode node, Conversion conversion)
    {
        var rules = node.Items("rules");
        var ports = rules.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture)).ToArray();
        if (conversion.Value(node, node.Text("propertyType", "msg"), node.Text("property", "payload")) is not { } property)
            return conversion.NotConverted(node, $"It looks at a value that is not converted: {node.Text("propertyType")} {node.Text("property")}", "Write the decision as a script.");
        var decision = new StringBuilder();
        decision.Append(CultureInfo.InvariantCulture, $"const v = {property}, out = [];\nlet hit, otherwise = true;\n");
        var all = node.Text("checkall", "true") != "false";
        if (!all) decision.Append("choose: {\n");
        foreach (var (i, rule) in rules.Index())
        {
            if (Test(node, rule, conversion) is not { } test)
                return conversion.NotConverted(node, $"Its rule {i + 1} is not converted: {rule.Text("t")} {rule.Text("vt")} {rule.Text("v")}", "Write the decision as a script.");
            // An otherwise counts anew for the rules behind it.
            decision.Append(CultureInfo.InvariantCulture, $"hit = {test};{(rule.Text("t") == "else" ? " otherwise = true;" : "")} if (hit) {{ out.push('{ports[i]}'); otherwise = false;{(all ? "" : " break choose;")} }}\n");
        }

        if (!all) decision.Append("}\n");
        var remembers = rules.Any(r => r.Text("vt") == "prev" || r.Text("v2t") == "prev");
        if (remembers) decision.Append("state.previous = v;\n");
        var repairs = node.Flag("repair");
        if (repairs || rules.Any(r => r.Text("t") == "tail")) return Grouped(node, decision.ToString(), ports, repairs);
        var begin = remembers ? TimedNodes.Begin(node) : Js.Helpers;
        return Converted.Many(Conversion.Script(node, $"{begin}{decision}setOutcomes(out);\n", ports), ports);
    }

    /// <summary>Messages of a sequence wait until all of it is there: what is the end of it is known then, and what leaves is numbered anew.</summary>
    private static Converted Grouped(RedNode node, string decision, string[] ports, bool repairs) => Converted.Many(
        Conversion.Script(node, TimedNodes.Begin(node) + $$"""
            const decide = msg => { {{decision}}return out; };
            const parts = msg.parts;
            if (!parts || !('id' in parts) || !('index' in parts)) for (const port of decide(msg)) send(msg, port);
            else {
              const group = ((state.groups ??= {})[parts.id] ??= { list: [] });
              group.list.push(msg);
              if ('count' in parts) group.count = parts.count;
              if (group.count === group.list.length) {
                delete state.groups[parts.id];
                const leaving = group.list.flatMap(m => { m.parts.count = group.count; return decide(m).map(port => ({ port, m })); });
                const counts = {}, at = {}, ids = {};
                for (const { port } of leaving) { counts[port] = (counts[port] ?? 0) + 1; at[port] = 0; ids[port] ??= newGuidString().replace(/-/g, '').slice(0, 16); }
                for (const { port, m } of leaving) {
                  const copy = structuredClone(m);
                  {{(repairs ? "copy.parts = { ...copy.parts, id: ids[port], index: at[port]++, count: counts[port] };" : "")}}
                  send(copy, port);
                }
              }
            }

            """ + TimedNodes.End, ports), ports);

    private static string? Test(RedNode node, RedNode rule, Conversion conversion)
    {
        string? Value(string name) => rule.Text(name + "t") switch
        {
            "prev" => "(state.previous ?? null)",
            // Of old files.
            "" => conversion.Value(node, double.TryParse(rule.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "num" : "str", rule.Text(name)),
            var kind => conversion.Value(node, kind, rule.Text(name)),
        };
        string? With(string test) => Value("v") is { } a ? test.Replace("$a", a, StringComparison.Ordinal) : null;
        string? Both(string test) => Value("v") is { } from && Value("v2") is { } to ? $"(([a, b]) => {test})([{from}, {to}])" : null;
        return rule.Text("t") switch
        {
            "eq" => With("v == $a"),
            "neq" => With("v != $a"),
            "lt" => With("v < $a"),
            "lte" => With("v <= $a"),
            "gt" => With("v > $a"),
            "gte" => With("v >= $a"),
            "btwn" => Both("(v >= a && v <= b) || (v <= a && v >= b)"),
            "cont" => With("String(v).includes(String($a))"),
            "regex" => With($"new RegExp($a, '{(rule.Flag("case") ? "i" : "")}').test(String(v))"),
            "true" => "v === true",
            "false" => "v === false",
            "null" => "v === null || v === undefined",
            "nnull" => "v !== null && v !== undefined",
            "empty" => "(typeof v === 'string' || Array.isArray(v)) ? v.length === 0 : v !== null && typeof v === 'object' ? Object.keys(v).length === 0 : false",
            "nempty" => "(typeof v === 'string' || Array.isArray(v)) ? v.length !== 0 : v !== null && typeof v === 'object' ? Object.keys(v).length !== 0 : false",
            "istype" => IsType(rule.Text("v")),
            "hask" => With("(k => v !== undefined && v !== null && typeof k !== 'object' && Object.hasOwn(Object(v), String(k)))($a)"),
            "head" => With("msg.parts.index < Number($a)"),
            "tail" => With("msg.parts.count - Number($a) <= msg.parts.index"),
            "index" => Both("Number(a) <= msg.parts.index && msg.parts.index <= Number(b)"),
            "jsonata_exp" => JsonataScript.Write(rule.Text("v")) is { } written ? $"(($I, $N) => {written})(msg.parts?.index, msg.parts?.count) === true" : null,
            "else" => "otherwise",
            _ => null,
        };
    }

    private static string? IsType(string type) => type switch
    {
        "array" => "Array.isArray(v)",
        "json" => "(() => { try { JSON.parse(v); return true; } catch { return false; } })()",
        "null" => "v === null",
        "undefined" => "v === undefined",
        "object" => "v !== null && typeof v === 'object' && !Array.isArray(v) && !(v instanceof Uint8Array)",
        "buffer" => "v instanceof Uint8Array",
        "number" => "typeof v === 'number' && !isNaN(v)",
        "string" or "boolean" => $"typeof v === '{type}'",
        _ => null,
    };
}
