using System.Text.Json;

namespace Status.Workflows.Execution;

/// <summary>What a run keeps for its retry, in its stored state.</summary>
internal static class KeptItems
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<InboxItem> kept)
    {
        if (kept.Count == 0) return;
        writer.WriteStartArray("kept");
        foreach (var item in kept)
        {
            writer.WriteStartObject();
            writer.WriteString("id", item.Id);
            if (item.BookmarkId is not null) writer.WriteString("bookmark", item.BookmarkId);
            if (item.StimulusHash is not null) writer.WriteString("hash", item.StimulusHash);
            if (item.CorrelationId is not null) writer.WriteString("correlationId", item.CorrelationId);
            if (item.Cause > 0) writer.WriteNumber("cause", item.Cause);
            if (item.Depth > 0) writer.WriteNumber("depth", item.Depth);
            writer.WritePropertyName("payload");
            StateValue.Write(writer, item.Payload);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static IEnumerable<InboxItem> Read(JsonElement state, string instanceId) => !state.TryGetProperty("kept", out var kept) ? [] : kept.EnumerateArray().Select(json => new InboxItem
    {
        Id = json.GetProperty("id").GetString()!,
        Kind = InboxItemKind.Resume,
        InstanceId = instanceId,
        BookmarkId = Text(json, "bookmark"),
        StimulusHash = Text(json, "hash"),
        CorrelationId = Text(json, "correlationId"),
        Cause = json.TryGetProperty("cause", out var cause) ? cause.GetInt64() : 0,
        Depth = json.TryGetProperty("depth", out var depth) ? depth.GetInt32() : 0,
        Payload = StateValue.ReadDataObject(json.GetProperty("payload")) ?? [],
    }).ToArray();

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
