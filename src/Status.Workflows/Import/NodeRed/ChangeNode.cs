using System.Text;
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
            if (Line(rule) is not { } line) return conversion.NotConverted(node, $"The rule '{rule.Text("t")} {rule.Text("p")}' uses {Kinds(rule)}, which is not converted.", "Write the rule as a script.");
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
    });

    private static string? Line(RedNode rule)
    {
        if (Target(rule.Text("pt", "msg")) is not { } target || Js.Path(rule.Text("p")) is not { } path) return null;
        switch (rule.Text("t"))
        {
            case "set":
                var value = Js.Value(rule.Text("tot", "str"), rule.Text("to"));
                return value is null ? null : $"set({target}, {path}, {(rule.Flag("dc") ? $"structuredClone({value})" : value)});";
            case "delete":
                return $"set({target}, {path}, undefined);";
            case "move":
                return Target(rule.Text("tot", "msg")) is { } to && Js.Path(rule.Text("to")) is { } place ? $"{{ const v = get({target}, {path}); set({target}, {path}, undefined); set({to}, {place}, v); }}" : null;
            case "change":
                return Change(rule, target, path);
            default:
                return null;
        }
    }

    private static string? Change(RedNode rule, string target, string path)
    {
        if (Js.Value(rule.Text("tot", "str"), rule.Text("to")) is not { } to) return null;
        var isPattern = rule.Text("fromt", rule.Flag("reg") ? "re" : "str") == "re";
        var from = isPattern ? $"new RegExp({Js.Text(rule.Text("from"))}, 'g')" : Js.Value(rule.Text("fromt", "str"), rule.Text("from"));
        if (from is null) return null;
        // A text is searched; any other value is replaced when it is the one that is looked for.
        var replaced = isPattern ? "v.replace(f, t)" : "v === String(f) ? t : v.split(String(f)).join(t)";
        return $"{{ const v = get({target}, {path}), f = {from}, t = {to}; if (typeof v === 'string') set({target}, {path}, {replaced}); else if ((typeof v === 'number' || typeof v === 'boolean') && {(isPattern ? "f.test(String(v))" : "String(v) === String(f)")}) set({target}, {path}, t); }}";
    }

    private static string? Target(string type) => type is "msg" or "flow" or "global" ? type : null;
}
