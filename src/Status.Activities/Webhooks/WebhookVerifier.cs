using System.Security.Cryptography;
using Status.Workflows.Http;

namespace Status.Activities.Webhooks;

/// <summary>Decides whether a webhook comes from whom it says. Pure: same input, same verdict.</summary>
public static class WebhookVerifier
{
    // What an unknown name is checked against, so that its answer takes as long as a forged one's.
    private static readonly WebhookSourceOptions _nobody = new() { Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };

    /// <summary>Checks a request.</summary>
    /// <param name="source">The sender's configuration; <c>null</c> when there is none of that name.</param>
    /// <param name="header">Gives a header's value; <c>null</c> when absent or given more than once.</param>
    /// <param name="body">The raw bytes of the body.</param>
    /// <param name="now">The time.</param>
    public static WebhookCheck Check(WebhookSourceOptions? source, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var effective = source ?? _nobody;
        var check = effective.EffectiveScheme == WebhookScheme.Standard ? CheckMessage(effective, header, body, now) : CheckBody(effective, header, body);
        return source is null ? new WebhookCheck(WebhookVerdict.UnknownSource, null) : check;
    }

    private static WebhookCheck CheckBody(WebhookSourceOptions source, Func<string, string?> header, ReadOnlySpan<byte> body)
    {
        var given = ReadHex(header(source.SignatureHeader));
        var fits = false;
        foreach (var secret in source.Secrets)
            fits |= CryptographicOperations.FixedTimeEquals(WebhookSignature.OfBody(WebhookSignature.ReadKey(secret), body), given);
        if (given.Length == 0) return new WebhookCheck(WebhookVerdict.Malformed, null);
        // The sender's id header is not signed: a repetition could carry a new one. The digest of what is signed cannot be changed.
        return fits
            ? new WebhookCheck(WebhookVerdict.Genuine, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(body)))
            : new WebhookCheck(WebhookVerdict.Forged, null);
    }

    private static WebhookCheck CheckMessage(WebhookSourceOptions source, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var (id, timestamp, signatures) = (header(WebhookSignature.IdHeader), header(WebhookSignature.TimestampHeader), header(WebhookSignature.SignatureHeader));
        var readable = id is { Length: > 0 and <= 256 } && signatures is { Length: > 0 and <= 4096 };
        var isTime = long.TryParse(timestamp, System.Globalization.NumberStyles.None, null, out var seconds) && seconds <= 253402300799;
        var fits = false;
        foreach (var secret in source.Secrets)
        {
            var expected = WebhookSignature.OfMessage(WebhookSignature.ReadKey(secret), id ?? "", timestamp ?? "", body);
            foreach (var signature in (signatures ?? "").Split(' ', 16)) fits |= CryptographicOperations.FixedTimeEquals(expected, ReadBase64(signature));
        }

        if (!readable || !isTime) return new WebhookCheck(WebhookVerdict.Malformed, null);
        if (!fits) return new WebhookCheck(WebhookVerdict.Forged, null);
        var age = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (age > source.Tolerance) return new WebhookCheck(WebhookVerdict.TooOld, null);
        return age < -source.Tolerance ? new WebhookCheck(WebhookVerdict.TooNew, null) : new WebhookCheck(WebhookVerdict.Genuine, id);
    }

    private static byte[] ReadHex(string? value)
    {
        const string Prefix = "sha256=";
        if (value?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) != true || value.Length != Prefix.Length + 64) return [];
        var bytes = new byte[32];
        return Convert.FromHexString(value.AsSpan(Prefix.Length), bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == 32 ? bytes : [];
    }

    private static byte[] ReadBase64(string value)
    {
        const string Prefix = "v1,";
        var bytes = new byte[32];
        return value.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(value[Prefix.Length..], bytes, out var written) && written == 32 ? bytes : [];
    }
}
