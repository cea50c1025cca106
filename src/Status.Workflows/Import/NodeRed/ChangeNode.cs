using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The rules of a change node, one line of script each.</summary>
internal static class ChangeNode
{
    public static Converted Convert(RedNode node, Conversion conversion)
    {
        var script = new StringBuilder(Js.Helpers);
        IReadOnlyList<RedNode> rules = node.Items("rules") is { Count: > 0 } listed ? listed : [Old(node)];
        foreach (var rule in rules)
        {
            if (Line(node, rule, conversion) is not { } line)
                return conversion.NotConverted(node, $"The rule '{rule.Text("t")} {rule.Text("p")}' uses {Kinds(rule)}{(rule.Text("tot") == "jsonata" ? $" '{rule.Text("to")}'" : "")}, which is not converted.", "Write the rule as a script.");
            script.Append(line).Append('\n');
        }

        script.Append("setVariable('msg', msg);\n");
        return Converted.One(Conversion.Script(node, script.ToString()));
    }

    /// <summary>What node and rules name as types.</summary>
    private static string Kinds(RedNode rule) => string.Join(" and ", new[] { rule.Text("pt"), rule.Text("tot"), rule.Text("fromt") }.Where(t => t.Length > 0).Distinct());

    private static RedNode Old(RedNode node) => new(new JsonObject
    {
        ["t"] = node.Text("action") switch { "replace" => "set", var action => action },
        ["p"] = node.Text("property"),
        ["to"] = node.Text("to"),
        ["from"] = node.Text("from"),
        ["reg"] = node.Flag("reg"),
    });

    private static string? Line(RedNode node, RedNode rule, Conversion conversion)
    {
        if (Target(rule.Text("pt", "msg")) is not { } target || PathOf(rule.Text("p")) is not { } path) return null;
        switch (rule.Text("t"))
        {
            case "set":
                // A variable that stood here has become its value, which need not be a text.
                var value = rule.Text("tot", "str") == "str" && rule.Json["to"] is { } filled && filled.GetValueKind() != JsonValueKind.String ? Js.Literal(filled) : conversion.Value(node, rule.Text("tot", "str"), rule.Text("to"));
                return value is null ? null : $"set({target}, {path}, {(rule.Flag("dc") ? $"structuredClone({value})" : value)});";
            case "delete":
                return $"set({target}, {path}, undefined);";
            case "move":
                return Target(rule.Text("tot", "msg")) is { } to && PathOf(rule.Text("to")) is { } place ? $"{{ const v = get({target}, {path}); set({target}, {path}, undefined); set({to}, {place}, v); }}" : null;
            case "change":
                return Change(node, rule, target, path, conversion);
            default:
                return null;
        }
    }

    /// <summary>A text is searched, or replaced when it is the whole; a number or a truth value is replaced when it is the one that is looked for and was written as such.</summary>
    private static string? Change(RedNode node, RedNode rule, string target, string path, Conversion conversion)
    {
        if (conversion.Value(node, rule.Text("tot", "str"), rule.Text("to")) is not { } to) return null;
        var kind = rule.Text("fromt", rule.Flag("reg") ? "re" : "str");
        var bools = rule.Text("tot") == "bool" ? "const b = s === String(t) ? t : s; " : "const b = s; ";
        if (kind == "re") return $"{{ const v = get({target}, {path}), t = {to}; if (typeof v === 'string') {{ const s = v.replace(new RegExp({Js.Text(rule.Text("from"))}, 'g'), t); {bools}set({target}, {path}, b); }} }}";
        var isRead = kind is "msg" or "flow" or "global";
        var from = isRead ? conversion.Value(node, kind, rule.Text("from")) : Js.Text(rule.Text("from"));
        if (from is null) return null;
        var fromKind = isRead ? "typeof f === 'number' ? 'num' : typeof f === 'boolean' ? 'bool' : 'str'" : Js.Text(kind);
        return $$"""
            { const v = get({{target}}, {{path}}), f = {{from}}, k = {{fromKind}}, t = {{to}};
              if (typeof v === 'string' && v === f) set({{target}}, {{path}}, t);
              else if (typeof v === 'string') { const s = v.replace(new RegExp(String(f).replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&'), 'g'), t); {{bools}}set({{target}}, {{path}}, b); }
              else if ((typeof v === 'number' && k === 'num' && v === Number(f)) || (typeof v === 'boolean' && k === 'bool' && String(v) === String(f))) set({{target}}, {{path}}, t); }
            """;
    }

    private static string? PathOf(string path) => Js.Path(Js.WithoutStore(path));

    private static string? Target(string type) => type is "msg" or "flow" or "global" ? type : null;
}
