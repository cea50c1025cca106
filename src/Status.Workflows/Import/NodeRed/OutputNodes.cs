using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Nodes that answer, ask others, or show something.</summary>
internal static class OutputNodes
{
    public static Converted HttpResponse(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Elsa.WriteHttpResponse");
        Conversion.Computed(activity, "statusCode", node.Number("statusCode") is { } status and > 0 ? $"{(int)status}" : "parseInt(variables.msg.statusCode) || 200");
        Conversion.Computed(activity, "content", "((p) => p === null || p === undefined ? '' : typeof p === 'object' ? p : String(p))(variables.msg.payload)");
        var own = node.Json["headers"] is JsonObject headers ? headers.ToJsonString() : "{}";
        Conversion.Computed(activity, "contentType", $$"""
            ((h) => { const name = Object.keys(h).find(k => k.toLowerCase() === 'content-type'); return name ? String(h[name]) : typeof variables.msg.payload === 'object' ? '' : 'text/html; charset=utf-8'; })({ ...(variables.msg.headers ?? {}), ...{{own}} })
            """);
        Conversion.Computed(activity, "responseHeaders", $$"""
            Object.fromEntries(Object.entries({ ...(variables.msg.headers ?? {}), ...{{own}} }).filter(([k, v]) => !['content-type', 'content-length', 'transfer-encoding', 'connection'].includes(k.toLowerCase()) && v !== null && v !== undefined))
            """);
        if (conversion.Nodes.Any(n => n.Type == "function" && n.Text("func").Contains("msg.cookies", StringComparison.Ordinal)))
            conversion.Note(NodeRedLevel.Changed, node, "msg.cookies is not sent.", "Set the header Set-Cookie in msg.headers.");
        return Converted.One(activity);
    }

    public static Converted HttpRequest(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Elsa.FlowSendHttpRequest");
        var url = node.Text("url");
        if (Js.Mustache(url, escapes: false) is not { } written) return conversion.NotConverted(node, "Its address cannot be read as a template.", "Write the address as a script.");
        Conversion.Computed(activity, "url", url.Length == 0 ? "String(variables.msg.url)" : $"(() => {{ {Js.Helpers}{(url.Contains("{{", StringComparison.Ordinal) ? MustacheScript.Helpers : "")}return {written}; }})()");
        var method = node.Text("method", "GET");
        if (method == "use") Conversion.Computed(activity, "method", "String(variables.msg.method ?? 'GET').toUpperCase()");
        else Conversion.Literal(activity, "method", method.ToUpperInvariant());
        Conversion.Computed(activity, "content", method switch
        {
            "GET" or "HEAD" => "null",
            "use" => "['GET', 'HEAD'].includes(String(variables.msg.method ?? 'GET').toUpperCase()) ? null : variables.msg.payload",
            _ => "variables.msg.payload",
        });
        Conversion.Computed(activity, "requestHeaders", "Object.fromEntries(Object.entries(variables.msg.headers ?? {}).filter(([k]) => !['host', 'content-length', 'connection', 'transfer-encoding'].includes(k.toLowerCase())))");
        Conversion.Fill(activity, ("statusCode", "StatusCode"), ("headers", "ResponseHeaders"), ("payload", "ParsedContent"));
        if (node.Text("ret", "txt") == "txt") conversion.Note(NodeRedLevel.Changed, node, "An answer in JSON comes parsed, not as text.");
        if (node.Text("authType").Length > 0) conversion.Note(NodeRedLevel.Changed, node, "Its credentials are not in a flow file.", "Bind Authorization to a secret.");
        var id = (string)activity["id"]!;
        return Converted.One(activity) with { Failures = [(id, "Failed to connect"), (id, "Timeout")] };
    }

    public static Converted Debug(RedNode node, Conversion conversion)
    {
        var path = node.Text("complete", "payload") is "true" ? "msg" : node.Text("complete", "payload") is { } named && named != "false" ? named : "payload";
        var value = path == "msg" ? "variables.msg" : Js.Path(path) is { } read ? $"{read}.reduce((o, k) => o === null || o === undefined ? undefined : o[k], variables.msg)" : "variables.msg";
        if (node.Text("targetType") == "jsonata") conversion.Note(NodeRedLevel.Changed, node, "Shows the whole message: JSONata is not evaluated here.");
        return Converted.One(Conversion.Computed(Conversion.Activity(node, "Elsa.WriteLine"), "text", $"{Js.Text(node.Name + ": ")} + JSON.stringify({value})"));
    }
}
