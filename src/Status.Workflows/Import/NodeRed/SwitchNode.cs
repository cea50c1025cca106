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
        if (Js.Value(node.Text("propertyType", "msg"), node.Text("property", "payload")) is not { } property)
            return conversion.NotConverted(node, $"It looks at a value of type {node.Text("propertyType")}.", "Write the decision as a script.");
        var script = new StringBuilder(Js.Helpers);
        script.Append(CultureInfo.InvariantCulture, $"const v = {property}, out = [];\nlet hit;\n");
        var all = node.Text("checkall", "true") != "false";
        if (!all) script.Append("choose: {\n");
        foreach (var (i, rule) in rules.Index())
        {
            if (Test(rule) is not { } test) return conversion.NotConverted(node, $"Its rule {i + 1} ({rule.Text("t")}) is not converted.", "Write the decision as a script.");
            script.Append(CultureInfo.InvariantCulture, $"hit = {test}; if (hit) {{ out.push('{ports[i]}');{(all ? "" : " break choose;")} }}\n");
        }

        if (!all) script.Append("}\n");
        script.Append("setOutcomes(out);\n");
        if (node.Flag("repair")) conversion.Note(NodeRedLevel.Changed, node, "The parts of messages are not numbered anew.");
        return Converted.Many(Conversion.Script(node, script.ToString(), ports), ports);
    }

    private static string? Test(RedNode rule)
    {
        if (rule.Text("vt") == "prev" || rule.Text("v2t") == "prev") return null;
        string? Value(string name) => Js.Value(rule.Text(name + "t", "str"), rule.Text(name));
        string? With(string test) => Value("v") is { } a ? test.Replace("$a", a, StringComparison.Ordinal) : null;
        return rule.Text("t") switch
        {
            "eq" => With("v == $a"),
            "neq" => With("v != $a"),
            "lt" => With("v < $a"),
            "lte" => With("v <= $a"),
            "gt" => With("v > $a"),
            "gte" => With("v >= $a"),
            "btwn" => Value("v") is { } from && Value("v2") is { } to ? $"(([a, b]) => (v >= a && v <= b) || (v <= a && v >= b))([{from}, {to}])" : null,
            "cont" => With("String(v).includes($a)"),
            "regex" => $"new RegExp({Js.Text(rule.Text("v"))}, '{(rule.Flag("case") ? "i" : "")}').test(String(v))",
            "true" => "v === true",
            "false" => "v === false",
            "null" => "v === null || v === undefined",
            "nnull" => "v !== null && v !== undefined",
            "empty" => "(typeof v === 'string' || Array.isArray(v)) ? v.length === 0 : v !== null && typeof v === 'object' ? Object.keys(v).length === 0 : false",
            "nempty" => "(typeof v === 'string' || Array.isArray(v)) ? v.length !== 0 : v !== null && typeof v === 'object' ? Object.keys(v).length !== 0 : false",
            "istype" => IsType(rule.Text("v")),
            "hask" => With("v !== null && typeof v === 'object' && $a in v"),
            "else" => "out.length === 0",
            _ => null,
        };
    }

    private static string? IsType(string type) => type switch
    {
        "array" => "Array.isArray(v)",
        "json" => "(() => { try { JSON.parse(v); return true; } catch { return false; } })()",
        "null" => "v === null",
        "undefined" => "v === undefined",
        "object" => "v !== null && typeof v === 'object' && !Array.isArray(v)",
        "string" or "number" or "boolean" => $"typeof v === '{type}'",
        _ => null,
    };
}
