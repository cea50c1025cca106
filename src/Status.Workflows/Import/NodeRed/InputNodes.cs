using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Nodes that start a flow.</summary>
internal static class InputNodes
{
    private static readonly string[] _withQuery = ["GET", "HEAD", "OPTIONS"];

    public static Converted HttpIn(RedNode node, Conversion conversion)
    {
        var method = node.Text("method", "get").ToUpperInvariant();
        var names = node.Text("url", "/").Trim('/').Split('/').Select(s => s.StartsWith(':') ? $"{{{s[1..].TrimEnd('?')}}}" : s);
        var activity = Conversion.AsTrigger(Conversion.Activity(node, "Elsa.HttpEndpoint"));
        Conversion.Literal(activity, "path", string.Join('/', names));
        activity["supportedMethods"] = new JsonObject { ["typeName"] = "String[]", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = JsonSerializer.Serialize(new[] { method }) } };
        Conversion.Literal(activity, "authorize", true);
        Conversion.Fill(activity, ("req", "Result"), ("req.params", "RouteData"), ("res", Value(new JsonObject())), ("payload", _withQuery.Contains(method) ? "QueryStringData" : "ParsedContent"));
        conversion.Note(NodeRedLevel.Changed, node, $"Answers at /workflows{node.Text("url", "/")} and asks its callers to sign in.", "Untick Authorize when it is to be open, as it was in Node-RED without httpNodeAuth.");
        if (node.Flag("upload")) conversion.Note(NodeRedLevel.Changed, node, "Uploaded files come as the activity's own outputs, not as msg.req.files.");
        return Converted.One(activity);
    }

    public static Converted Inject(RedNode node, Conversion conversion)
    {
        var repeat = node.Number("repeat") ?? 0;
        JsonObject activity;
        if (node.Text("crontab") is { Length: > 0 } crontab)
        {
            activity = Conversion.Literal(Conversion.AsTrigger(Conversion.Activity(node, "Elsa.Cron")), "cronExpression", $"0 {crontab}");
        }
        else if (repeat > 0)
        {
            if (repeat < 1) conversion.Note(NodeRedLevel.Changed, node, $"Repeats every second; every {repeat} s is too often for a schedule.");
            activity = Conversion.Literal(Conversion.AsTrigger(Conversion.Activity(node, "Elsa.Timer")), "interval", Js.Span(Math.Max(1, repeat) * 1000));
        }
        else if (!conversion.HasStart)
        {
            conversion.HasStart = true;
            activity = Conversion.Activity(node, "Elsa.Start");
        }
        else
        {
            var name = $"node-red.inject.{Js.Id(node.Id)}";
            activity = Conversion.Literal(Conversion.AsTrigger(Conversion.Activity(node, "Elsa.Event")), "eventName", name);
            conversion.Note(NodeRedLevel.Changed, node, $"Is started by the event {name}: a workflow has one start that a button presses.", "Publish the event to start here.");
        }

        if (node.Flag("once")) conversion.Note(NodeRedLevel.Changed, node, "Is not started when the host starts.", "Start it once by hand, or by an event.");
        return Converted.One(Fill(node, conversion, activity));
    }

    private static JsonObject Fill(RedNode node, Conversion conversion, JsonObject activity)
    {
        var properties = node.Items("props") is { Count: > 0 } listed ? listed : [new RedNode(new JsonObject { ["p"] = "payload" }), new RedNode(new JsonObject { ["p"] = "topic", ["vt"] = "str" })];
        var members = new List<(string, JsonNode?)>();
        foreach (var property in properties)
        {
            var name = property.Text("p");
            var (type, value) = name switch
            {
                "payload" when !property.Json.ContainsKey("v") => (node.Text("payloadType", "date"), node.Text("payload")),
                "topic" when !property.Json.ContainsKey("v") => ("str", node.Text("topic")),
                _ => (property.Text("vt", "str"), property.Text("v")),
            };
            if (From(node, conversion, type, value) is { } from) members.Add((name, from));
            else conversion.Note(NodeRedLevel.Changed, node, $"msg.{name} stays empty: values of type {type} are not known when a run starts.", "Set it in a script behind.");
        }

        return Conversion.Fill(activity, [.. members]);
    }

    private static JsonObject? From(RedNode node, Conversion conversion, string type, string value)
    {
        if (type == "env") return conversion.Scopes.TryGet(node, value, out var known) ? Value(known?.DeepClone()) : null;
        if (type == "date") return new JsonObject { ["now"] = true };
        if (type is not ("str" or "num" or "bool" or "json") || Js.Value(type, value) is not { } text) return null;
        return Value(type == "str" ? JsonValue.Create(value) : text == "NaN" ? null : JsonNode.Parse(type == "json" ? value : text));
    }

    private static JsonObject Value(JsonNode? value) => new() { ["value"] = value };
}
