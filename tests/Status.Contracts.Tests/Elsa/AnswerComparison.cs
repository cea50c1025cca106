using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Contracts.Tests.Elsa;

/// <summary>
/// Compares the shape of two answers: which members there are and of which kind. A member that is <c>null</c> counts as absent, as the designer reads both alike. Data of
/// the workflows themselves (inputs, outputs, states) is compared as a whole.
/// </summary>
internal static class AnswerComparison
{
    // Lists whose items are a vocabulary: an item that is missing there is something the designer cannot use.
    private static readonly string[] _words = ["fullName", "typeName", "rel", "type", "name"];

    private static readonly string[] _keys = ["rel", "fullName", "nodeId", "activityNodeId", "scheduledActivityNodeId", "childNodeId", "typeName", "type", "name"];

    private static readonly HashSet<string> _data = new(StringComparer.Ordinal)
    {
        "activityState", "outputs", "payload", "properties", "metadata", "input", "output", "value", "defaultValue", "designer", "VariableTestValues", "clrType",
    };

    /// <summary>Every difference, as <c>missing $.path</c>, <c>extra $.path</c>, <c>kind $.path …</c> or <c>empty $.path</c>.</summary>
    public static IEnumerable<string> Compare(JsonNode? recorded, JsonNode? ours, string path = "$") => (recorded, ours) switch
    {
        (null, null) => [],
        (null, _) => [$"extra {path}"],
        (_, null) => [$"missing {path}"],
        (JsonObject left, JsonObject right) => Members(left, right, path),
        (JsonArray left, JsonArray right) => Items(left, right, path),
        _ => KindOf(recorded) == KindOf(ours) ? [] : [$"kind {path} is {KindOf(ours)} instead of {KindOf(recorded)}"],
    };

    /// <summary>Items of two lists that mean the same: by key where they have one, else by position when there are as many.</summary>
    public static IEnumerable<(JsonNode? Recorded, JsonNode? Ours)> Pair(JsonArray recorded, JsonArray ours)
    {
        if (KeyOf(recorded, ours) is not { } key)
            return recorded.Count == ours.Count ? recorded.Zip(ours, (left, right) => (left, right)) : [];
        var rest = ours.GroupBy(item => Key(item, key)).ToDictionary(group => group.Key ?? "", group => new Queue<JsonNode?>(group));
        return recorded.Select(item => (item, rest.GetValueOrDefault(Key(item, key) ?? "")?.TryDequeue(out var found) == true ? found : null));
    }

    /// <summary>Whether a list is one of runs.</summary>
    public static bool IsRuns(JsonArray items) => items.Count > 0 && items[0] is JsonObject first && first["definitionVersionId"] is not null && first["subStatus"] is not null;

    private static IEnumerable<string> Members(JsonObject recorded, JsonObject ours, string path)
    {
        foreach (var (name, value) in recorded)
        {
            if (name.StartsWith('$') || name == "_type") continue;
            if (value is null) continue;
            if (_data.Contains(name))
            {
                if (ours[name] is null) yield return $"missing {path}.{name}";
                continue;
            }

            foreach (var difference in Compare(value, ours[name], $"{path}.{name}")) yield return difference;
        }

        foreach (var (name, value) in ours)
            if (value is not null && recorded[name] is null && !name.StartsWith('$')) yield return $"extra {path}.{name}";
    }

    private static IEnumerable<string> Items(JsonArray recorded, JsonArray ours, string path)
    {
        if (recorded.Count > 0 && ours.Count == 0) return [$"empty {path}"];
        // Runs that are accepted together begin in any order.
        if (IsRuns(recorded)) return Compare(Union(recorded), Union(ours), $"{path}[]").Distinct();
        var key = KeyOf(recorded, ours);
        // Definitions have names too, but those are nobody's vocabulary.
        var isWords = key is not null && _words.Contains(key) && recorded[0]?["definitionId"] is null;
        var differences = new List<string>();
        foreach (var (left, right) in Pair(recorded, ours))
        {
            if (right is not null) differences.AddRange(Compare(left, right, $"{path}[]"));
            else if (isWords) differences.Add($"missing {path}[{Key(left, key!)}]");
        }

        if (isWords)
        {
            var known = recorded.Select(item => Key(item, key!)).ToHashSet();
            differences.AddRange(ours.Select(item => Key(item, key!)).Where(word => !known.Contains(word)).Select(word => $"extra {path}[{word}]"));
        }
        else if (recorded.Count != ours.Count && key is null && recorded.Count > 0)
        {
            differences.AddRange(Compare(Union(recorded), Union(ours), $"{path}[]"));
        }

        return differences.Distinct();
    }

    private static JsonNode? Union(JsonArray items)
    {
        if (items.FirstOrDefault(item => item is not null) is not JsonObject) return items.FirstOrDefault(item => item is not null)?.DeepClone();
        var union = new JsonObject();
        foreach (var item in items.OfType<JsonObject>())
            foreach (var (name, value) in item)
                if (value is not null && union[name] is null) union[name] = value.DeepClone();
        return union;
    }

    private static string? KeyOf(JsonArray recorded, JsonArray ours) => recorded.Count > 0 && recorded.All(item => item is JsonObject json && json["isSynthetic"] is not null) ? "name" : _keys.FirstOrDefault(key =>
        recorded.Count > 0 && ours.Count > 0 && recorded.All(item => Key(item, key) is not null) && ours.All(item => Key(item, key) is not null));

    private static string? Key(JsonNode? item, string key)
    {
        if (item is not JsonObject json || json[key] is not JsonValue value || value.GetValueKind() != JsonValueKind.String) return null;
        // Of the lines about a node each event is one of its own.
        return key == "nodeId" && json["eventName"] is { } name ? $"{value} {name}" : (string)value!;
    }

    private static string KindOf(JsonNode node) => node.GetValueKind() switch { JsonValueKind.True or JsonValueKind.False => "Boolean", var kind => kind.ToString() };
}
