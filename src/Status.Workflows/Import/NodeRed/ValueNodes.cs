using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Nodes that turn one value into another.</summary>
internal static class ValueNodes
{
    public static Converted Template(RedNode node, Conversion conversion)
    {
        var text = node.Text("template");
        var output = node.Text("output", "str");
        var target = node.Text("fieldType", "msg");
        var isPlain = node.Text("syntax", "mustache") == "plain";
        if (output == "yaml") return conversion.NotConverted(node, "It writes YAML.", "Write the template as JSON, or the text in a script.");
        if (target is not ("msg" or "flow" or "global") || Js.Path(node.Text("field", "payload")) is not { } path) return conversion.NotConverted(node, "It writes to a computed place.", "Write the template in a script.");
        var written = isPlain ? Js.Text(text) : Js.Mustache(text, escapes: true);
        if (written is null) return conversion.NotConverted(node, "Its template uses partials, other delimiters, or a section that is not closed.", "Write the template in a script.");
        if (text.Contains("{{env.", StringComparison.Ordinal)) conversion.Note(NodeRedLevel.Changed, node, "Environment variables are empty here.", "Use a workflow variable.");
        var value = output == "json" ? $"JSON.parse({written})" : written;
        return Converted.One(Conversion.Script(node, $"{Js.Helpers}{(isPlain ? "" : MustacheScript.Helpers)}set({target}, {path}, {value});\nsetVariable('msg', msg);\n"));
    }

    public static Converted Json(RedNode node, Conversion conversion)
    {
        if (Js.Path(node.Text("property", "payload")) is not { } path) return conversion.NotConverted(node, "It changes a computed place.", "Write it as a script.");
        if (node.Text("schema").Length > 0) conversion.Note(NodeRedLevel.Changed, node, "msg.schema is not checked.");
        var indent = node.Flag("pretty") ? ", null, 4" : "";
        var change = node.Text("action") switch
        {
            "str" => $"typeof v === 'string' ? v : JSON.stringify(v{indent})",
            "obj" => "typeof v === 'string' ? JSON.parse(v) : v",
            _ => $"typeof v === 'string' ? JSON.parse(v) : JSON.stringify(v{indent})",
        };
        return Converted.One(Conversion.Script(node, $"{Js.Helpers}const v = get(msg, {path});\nif (v !== undefined) set(msg, {path}, {change});\nsetVariable('msg', msg);\n"));
    }

    public static Converted Csv(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.ConvertCsv");
        Conversion.Computed(activity, "value", "variables.msg.payload");
        Conversion.Literal(activity, "separator", node.Text("sep", ",").Replace("\\t", "\t", StringComparison.Ordinal));
        Conversion.Literal(activity, "hasHeader", node.Flag("hdrin"));
        Conversion.Literal(activity, "readNumbers", !node.Json.ContainsKey("strings") || node.Flag("strings"));
        Conversion.Literal(activity, "writeHeader", node.Text("hdrout", "none") is not ("none" or "" or "false"));
        var columns = node.Text("temp").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(c => c.Trim('"')).ToArray();
        activity["columns"] = new JsonObject { ["typeName"] = "String[]", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = JsonSerializer.Serialize(columns) } };
        Conversion.Fill(activity, ("payload", "Result"));
        if ((node.Number("skip") ?? 0) > 0) conversion.Note(NodeRedLevel.Changed, node, "Lines at the beginning are not skipped.", "Remove them in a script before.");
        if (node.Text("multi", "one") == "mult") return Converted.One(activity);
        // One message for each row, as the node sends them; text that was written is one message all the same.
        var id = (string)activity["id"]!;
        var split = Conversion.Literal(Conversion.Activity(node, "Status.SplitMessage", "_rows", 24, 30), "separator", "");
        return new Converted([activity, split], id, [[((string)split["id"]!, "Done")]]) { Inner = [(id, "Done", (string)split["id"]!)] };
    }

    public static Converted Xml(RedNode node, Conversion conversion)
    {
        var property = node.Text("property", "payload");
        if (Js.Path(property) is not { } path) return conversion.NotConverted(node, "It changes a computed place.", "Use Convert XML.");
        var activity = Conversion.Activity(node, "Status.ConvertXml");
        Conversion.Computed(activity, "value", $"{path}.reduce((o, k) => o === null || o === undefined ? undefined : o[k], variables.msg)");
        Conversion.Literal(activity, "attributesKey", node.Text("attr", "$"));
        Conversion.Literal(activity, "textKey", node.Text("chr", "_"));
        return Converted.One(Conversion.Fill(activity, (property, "Result")));
    }

    public static Converted Range(RedNode node, Conversion conversion)
    {
        if (Js.Path(node.Text("property", "payload")) is not { } path) return conversion.NotConverted(node, "It changes a computed place.", "Write it as a script.");
        var (minIn, maxIn, minOut, maxOut) = (node.Number("minin") ?? 0, node.Number("maxin") ?? 0, node.Number("minout") ?? 0, node.Number("maxout") ?? 0);
        var limits = node.Text("action") switch
        {
            "clamp" => $"n = Math.min(Math.max(n, {Math.Min(minIn, maxIn)}), {Math.Max(minIn, maxIn)});",
            "roll" => $"{{ const d = {maxIn} - {minIn}; n = ((n - {minIn}) % d + d) % d + {minIn}; }}",
            "drop" => $"if (n < {minIn} || n > {maxIn}) {{ setOutcomes([]); return; }}",
            _ => "",
        };
        return Converted.One(Conversion.Script(node, FormattableString.Invariant(
            $"{Js.Helpers}let n = Number(get(msg, {path}));\n{limits}\nn = (n - {minIn}) / ({maxIn} - {minIn}) * ({maxOut} - {minOut}) + {minOut};\nset(msg, {path}, {(node.Flag("round") ? "Math.round(n)" : "n")});\nsetVariable('msg', msg);\n")));
    }
}
