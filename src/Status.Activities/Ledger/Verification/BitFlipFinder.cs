using System.Text;
using Status.Activities.Ledger.Entries;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Verification;

/// <summary>
/// Finds the column of an altered entry by trying each of its bits: the flip that gives the known leaf hash names the column. It finds the commonest
/// damage, one bit; whatever else was altered stays without a name.
/// </summary>
internal static class BitFlipFinder
{
    /// <summary>Bodies longer than this are not tried: each try hashes the body.</summary>
    private const int MaxBody = 4096;

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The column and the entry as it was; <c>null</c> when no single bit explains the difference.</summary>
    public static (string Column, LedgerEntry Original)? Find(LedgerEntry altered, MerkleHash expected)
    {
        foreach (var (column, candidate) in Candidates(altered))
        {
            if (candidate.LeafHash() == expected) return (column, candidate);
        }

        return null;
    }

    private static IEnumerable<(string Column, LedgerEntry Entry)> Candidates(LedgerEntry e)
    {
        foreach (var text in Texts(e.Key)) yield return ("key", e with { Key = text });
        foreach (var text in Texts(e.Kind)) yield return ("kind", e with { Kind = text });
        foreach (var text in Texts(e.Subject)) yield return ("subject", e with { Subject = text });
        foreach (var text in Texts(e.Agreement)) yield return ("agreement", e with { Agreement = text });
        foreach (var text in Texts(e.Instance)) yield return ("instance", e with { Instance = text });
        for (var bit = 0; bit < 64; bit++)
        {
            yield return ("index", e with { Index = e.Index ^ (1L << bit) });
            yield return ("cause", e with { Cause = e.Cause ^ (1L << bit) });
            if (FlipTime(e.EnlistedAt, bit) is { } time) yield return ("enlisted_at", e with { EnlistedAt = time });
        }

        if (e.Body.Length > MaxBody) yield break;
        foreach (var body in Flips(e.Body)) yield return ("body", e with { Body = body });
    }

    private static IEnumerable<string> Texts(string? text)
    {
        if (text is null) yield break;
        foreach (var bytes in Flips(Encoding.UTF8.GetBytes(text)))
        {
            if (Decode(bytes) is { } flipped) yield return flipped;
        }
    }

    private static string? Decode(byte[] bytes)
    {
        try
        {
            return _strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static IEnumerable<byte[]> Flips(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }

    /// <summary>PostgreSQL keeps a time as microseconds since 2000-01-01.</summary>
    private static DateTimeOffset? FlipTime(DateTimeOffset time, int bit)
    {
        var epoch = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var microseconds = ((time - epoch).Ticks / TimeSpan.TicksPerMicrosecond) ^ (1L << bit);
        var limit = (DateTimeOffset.MaxValue - epoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return microseconds >= -limit / 4 && microseconds <= limit ? epoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;
    }
}
