using System.Text.Json;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Header lists as JSON text: an array of two-element arrays, since a name may stand more than once.</summary>
internal static class HeaderText
{
    public static string Write(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.Count == 0 ? "[]" : JsonSerializer.Serialize(headers.Select(h => new[] { h.Key, h.Value }));

    public static IReadOnlyList<KeyValuePair<string, string>> Read(string json) =>
        json == "[]" ? [] : [.. JsonSerializer.Deserialize<string[][]>(json)!.Select(h => KeyValuePair.Create(h[0], h[1]))];
}
