using System.Buffers;

namespace Status.Activities.Metrics.Ingestion;

/// <summary>
/// Some senders (Python's json among them) write NaN and Infinity as bare words, which JSON does not know. One such value must not refuse the
/// rest of its batch, so a body that does not parse is read once more with these words in quotes.
/// </summary>
internal static class BareNumbers
{
    private static readonly byte[][] _words = [.. new[] { "-Infinity", "+Infinity", "Infinity", "-NaN", "NaN", "-inf", "inf", "nan" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The body with bare NaN and infinity words outside strings quoted; <c>null</c> when it holds none.</summary>
    public static byte[]? Quote(ReadOnlySpan<byte> body)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 64);
        var found = false;
        var inString = false;
        for (var i = 0; i < body.Length; i++)
        {
            var current = body[i];
            if (inString)
            {
                output.Write(body.Slice(i, current == '\\' && i + 1 < body.Length ? 2 : 1));
                if (current == '\\') i++;
                inString = current != '"';
                continue;
            }

            var word = WordAt(body[i..]);
            if (word.Length == 0)
            {
                output.Write(body.Slice(i, 1));
                inString = current == '"';
                continue;
            }

            found = true;
            output.Write("\""u8);
            output.Write(word);
            output.Write("\""u8);
            i += word.Length - 1;
        }

        return found ? output.WrittenSpan.ToArray() : null;
    }

    private static ReadOnlySpan<byte> WordAt(ReadOnlySpan<byte> rest)
    {
        foreach (var word in _words)
            if (rest.StartsWith(word)) return word;
        return [];
    }
}
