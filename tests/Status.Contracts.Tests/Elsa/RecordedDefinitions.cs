using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Contracts.Tests.Elsa;

/// <summary>The definitions that stand in recorded requests and answers.</summary>
internal static class RecordedDefinitions
{
    // Which version it is, and where it may be found, is the server's to say.
    private static readonly HashSet<string> _given = new(StringComparer.Ordinal)
    {
        "id", "definitionId", "version", "isLatest", "isPublished", "createdAt", "links", "tenantId", "$schema", "publish",
    };

    /// <summary>Every object with a root activity in a recorded call.</summary>
    public static IEnumerable<JsonObject> In(CapturedCall call) => call.IsCutOff ? [] : Find(call.Answer).Concat(Find(Parse(call.Body)));

    /// <summary>Where something that was sent is not there any more; what was filled in beside it does not matter.</summary>
    public static IEnumerable<string> Lost(JsonNode? sent, JsonNode? exported, string path = "$")
    {
        switch (sent)
        {
            case null:
                return [];
            // No list and an empty one mean the same.
            case JsonArray { Count: 0 } when exported is null:
                return [];
            // What a server without the activity's type made of it goes back to what it was.
            case JsonObject stand when (string?)stand["type"] == "Elsa.NotFoundActivity" && stand["originalActivityJson"] is { } original:
                return Lost(JsonNode.Parse((string)original!), exported, path);
            case JsonObject members when exported is JsonObject other:
                return members.Where(m => !(path == "$" && _given.Contains(m.Key))).SelectMany(m => Lost(m.Value, other[m.Key], $"{path}.{m.Key}"));
            case JsonArray items when exported is JsonArray others && others.Count == items.Count:
                return items.Zip(others).SelectMany((pair, index) => Lost(pair.First, pair.Second, $"{path}[{index}]"));
            default:
                return JsonNode.DeepEquals(sent, exported) ? [] : [$"{path}: {Short(sent)} became {Short(exported)}"];
        }
    }

    private static IEnumerable<JsonObject> Find(JsonNode? json) => json switch
    {
        JsonObject found when found["root"] is JsonObject root && root["type"] is not null => [found],
        JsonObject other => other.SelectMany(member => Find(member.Value)),
        JsonArray items => items.SelectMany(Find),
        _ => [],
    };

    private static JsonNode? Parse(string? body)
    {
        try
        {
            return body is null ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            // A request that was recorded because it is broken.
            return null;
        }
    }

    private static string Short(JsonNode? json) => (json?.ToJsonString() ?? "nothing") is { Length: > 80 } text ? text[..80] + "…" : json?.ToJsonString() ?? "nothing";
}
