using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Status.Activities.Metrics.Ingestion;

/// <summary>
/// Reads batches of samples from JSON: <c>{"samples": [{"name", "labels", "at", "value", "unit"?}]}</c>, the bare array, or one sample per line.
/// A sample that is wrong is reported and the others are read; only a body that is no batch at all is refused.
/// </summary>
public sealed class SampleReader(TimeProvider time, IOptions<MetricsOptions> options)
{
    private const int AliasLimit = 200_000;
    private static readonly JsonReaderOptions _json = new() { MaxDepth = 16 };

    private readonly MetricsOptions _options = options.Value;
    private readonly SeriesAliases _aliases = new(AliasLimit);

    /// <summary>Reads one JSON value. Throws <see cref="SampleFormatException"/> when it is malformed or holds more samples than a batch may.</summary>
    public SampleBatch ReadJson(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(body);
        }
        catch (JsonException malformed)
        {
            var quoted = BareNumbers.Quote(body) ?? throw Malformed(malformed);
            try
            {
                return Read(quoted);
            }
            catch (JsonException stillMalformed)
            {
                throw Malformed(stillMalformed);
            }
        }
    }

    /// <summary>Reads one sample per line; empty lines are skipped and a malformed line is reported like any wrong sample.</summary>
    public SampleBatch ReadLines(ReadOnlySpan<byte> body)
    {
        var batch = new SampleBatch();
        var parser = new SampleParser(_options, _aliases, time.GetUtcNow(), batch);
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \t\r"u8);
            if (line.IsEmpty) continue;
            Admit(batch);
            ReadLine(parser, line, batch);
        }

        return batch;
    }

    private static void ReadLine(SampleParser parser, ReadOnlySpan<byte> line, SampleBatch batch)
    {
        // A sample is added only once it was read whole, so a second reading never adds it twice.
        if (TryReadOne(parser, line, batch)) return;
        if (BareNumbers.Quote(line) is { } quoted && TryReadOne(parser, quoted, batch)) return;
        batch.Rejected.Add(new(batch.Sent, $"$.samples[{batch.Sent}]", RejectionCodes.Malformed, "The line is not one JSON object."));
    }

    private static bool TryReadOne(SampleParser parser, ReadOnlySpan<byte> json, SampleBatch batch)
    {
        try
        {
            var reader = new Utf8JsonReader(json, _json);
            reader.Read();
            var (samples, rejected) = (batch.Samples.Count, batch.Rejected.Count);
            parser.Parse(ref reader, json);
            if (reader.BytesConsumed == json.Length) return true;
            batch.Samples.RemoveRange(samples, batch.Samples.Count - samples);
            batch.Rejected.RemoveRange(rejected, batch.Rejected.Count - rejected);
            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private SampleBatch Read(ReadOnlySpan<byte> body)
    {
        var batch = new SampleBatch();
        var parser = new SampleParser(_options, _aliases, time.GetUtcNow(), batch);
        var reader = new Utf8JsonReader(body, _json);
        if (!reader.Read()) throw new SampleFormatException("$", "The body is empty: send {\"samples\": [...]}.");
        if (reader.TokenType == JsonTokenType.StartArray) ReadArray(ref reader, body, parser, batch);
        else if (reader.TokenType == JsonTokenType.StartObject) ReadEnvelope(ref reader, body, parser, batch);
        else throw new SampleFormatException("$", "The body is neither {\"samples\": [...]} nor an array of samples.");
        reader.Read();
        return batch;
    }

    private void ReadEnvelope(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, SampleParser parser, SampleBatch batch)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSamples = reader.ValueTextEquals("samples"u8);
            if (!isSamples) throw new SampleFormatException("$", $"The member '{reader.GetString()}' is not known: the body has the one member \"samples\".");
            if (found) throw new SampleFormatException("$.samples", "The member \"samples\" stands twice.");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) throw new SampleFormatException("$.samples", "\"samples\" is not an array.");
            ReadArray(ref reader, body, parser, batch);
            found = true;
        }

        if (!found) throw new SampleFormatException("$.samples", "The member \"samples\" is missing.");
    }

    private void ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, SampleParser parser, SampleBatch batch)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Admit(batch);
            parser.Parse(ref reader, body);
        }
    }

    private void Admit(SampleBatch batch)
    {
        if (batch.Sent >= _options.BatchLimit)
            throw new SampleFormatException("$.samples", $"A batch has at most {_options.BatchLimit} samples: send the rest in another request.");
    }

    private static SampleFormatException Malformed(JsonException exception) => new(
        "$", $"The body is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}): nothing of it was stored.");
}
