using System.Buffers;
using System.Text.Json;

namespace Status.Activities.Metrics.Ingestion;

/// <summary>Reads samples one by one into a batch. A series that was seen before is found by its bytes and costs no allocation.</summary>
internal sealed class SampleParser(MetricsOptions options, SeriesAliases aliases, DateTimeOffset now, SampleBatch batch)
{
    private readonly ArrayBufferWriter<byte> _alias = new(256);

    /// <summary>
    /// Reads the value the reader stands on and adds a sample or a rejection. Throws <see cref="JsonException"/> when the text is not JSON;
    /// then nothing was added.
    /// </summary>
    public void Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var index = batch.Sent;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Reject(index, "", RejectionCodes.Malformed, "A sample is an object with name, labels, at and value.");
            return;
        }

        var parts = default(SampleParts);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadMember(ref reader, ref parts);
        if (parts.Problem is { } problem) Reject(index, problem.Path, RejectionCodes.Malformed, problem.Reason);
        else if (!parts.HasAt) Reject(index, ".at", RejectionCodes.Malformed, "The time is missing: an ISO 8601 text with zone, or Unix milliseconds.");
        else if (!parts.HasValue) Reject(index, ".value", RejectionCodes.Malformed, "The value is missing: a number.");
        else if (SampleRules.Check(index, parts.At, parts.Value, now, options) is { } refusal) batch.Rejected.Add(refusal);
        else if (Series(index, parts, body) is { } series) batch.Samples.Add(new MetricSample(index, series, parts.At, parts.Value));
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref SampleParts parts)
    {
        if (reader.ValueTextEquals("name"u8)) parts.Name = Raw(ref reader);
        else if (reader.ValueTextEquals("labels"u8)) parts.Labels = Raw(ref reader);
        else if (reader.ValueTextEquals("unit"u8)) parts.Unit = Raw(ref reader);
        else if (reader.ValueTextEquals("at"u8)) ReadAt(ref reader, ref parts);
        else if (reader.ValueTextEquals("value"u8)) ReadValue(ref reader, ref parts);
        else
        {
            parts.Fail("", "A member is not known: a sample has name, labels, at, value and unit.");
            reader.Read();
            reader.Skip();
        }
    }

    private static Range Raw(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static void ReadAt(ref Utf8JsonReader reader, ref SampleParts parts)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && HasZone(reader.ValueSpan) && reader.TryGetDateTimeOffset(out var at)) parts.SetAt(at);
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds) && TimeLimits.HoldsMilliseconds(milliseconds))
            parts.SetAt(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        else
        {
            parts.Fail(".at", "The time is neither an ISO 8601 text with a zone (Z or ±hh:mm) nor whole Unix milliseconds.");
            reader.Skip();
        }
    }

    // Without a zone the text would be read in the zone of this host.
    private static bool HasZone(ReadOnlySpan<byte> text) => text.Length > 19 && (text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-');

    private static void ReadValue(ref Utf8JsonReader reader, ref SampleParts parts)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                parts.SetValue(reader.TryGetDouble(out var number) ? number : double.PositiveInfinity);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                parts.SetValue(reader.TokenType == JsonTokenType.True ? 1 : 0);
                break;
            case JsonTokenType.String when NotFinite(reader.ValueSpan):
                parts.SetValue(double.NaN);
                break;
            default:
                parts.Fail(".value", "The value is not a number.");
                reader.Skip();
                break;
        }
    }

    private static bool NotFinite(ReadOnlySpan<byte> text)
    {
        var word = text.TrimStart("+-"u8);
        return word.Length is >= 3 and <= 8 && System.Text.Encoding.ASCII.GetString(word).ToUpperInvariant() is "NAN" or "INF" or "INFINITY";
    }

    private SeriesKey? Series(int index, in SampleParts parts, ReadOnlySpan<byte> body)
    {
        _alias.ResetWrittenCount();
        _alias.Write(body[parts.Name]);
        _alias.Write("\0"u8);
        _alias.Write(body[parts.Labels]);
        _alias.Write("\0"u8);
        _alias.Write(body[parts.Unit]);
        if (aliases.TryGet(_alias.WrittenSpan, out var known)) return known;
        var series = SeriesJson.Read(body[parts.Name], body[parts.Labels], body[parts.Unit], options, out var problem);
        if (series is null) Reject(index, problem.Path, RejectionCodes.Malformed, problem.Reason);
        else aliases.Add(_alias.WrittenSpan, series);
        return series;
    }

    private void Reject(int index, string path, string code, string reason) => batch.Rejected.Add(new(index, $"$.samples[{index}]{path}", code, reason));
}
