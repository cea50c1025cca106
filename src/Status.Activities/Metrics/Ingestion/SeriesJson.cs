using System.Text.Json;

namespace Status.Activities.Metrics.Ingestion;

/// <summary>Reads a series out of the JSON of its name, labels and unit.</summary>
internal static class SeriesJson
{
    /// <summary>The series, or <c>null</c> with the path below the sample and the reason.</summary>
    public static SeriesKey? Read(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> unit, MetricsOptions options, out (string Path, string Reason) problem)
    {
        problem = default;
        if (!TryReadText(name, out var nameText)) problem = (".name", "The name is not a text.");
        else if (!TryReadText(unit, out var unitText)) problem = (".unit", "The unit is not a text.");
        else if (!TryReadLabels(labels, out var found)) problem = (".labels", "Labels are an object whose values are texts, each name once.");
        else if (SampleRules.Check(nameText, found, unitText, options) is { } refusal) problem = refusal;
        else return new SeriesKey(nameText!, found, unitText);
        return null;
    }

    private static bool TryReadText(ReadOnlySpan<byte> json, out string? text)
    {
        text = null;
        if (json.IsEmpty || json.SequenceEqual("null"u8)) return true;
        var reader = new Utf8JsonReader(json);
        return reader.Read() && TryGetText(ref reader, out text);
    }

    private static bool TryReadLabels(ReadOnlySpan<byte> json, out Dictionary<string, string> labels)
    {
        labels = new(StringComparer.Ordinal);
        if (json.IsEmpty || json.SequenceEqual("null"u8)) return true;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryGetText(ref reader, out var key)) return false;
            reader.Read();
            if (!TryGetText(ref reader, out var value) || !labels.TryAdd(key!, value!)) return false;
        }

        return true;
    }

    private static bool TryGetText(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return false;
        try
        {
            text = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // The escapes name half a surrogate pair, or the bytes are not UTF-8: no text.
            return false;
        }
    }
}
