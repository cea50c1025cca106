using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Status.Workflows.Http;

/// <summary>
/// Signs webhooks: HMAC-SHA256 over the raw bytes, as GitHub and Standard Webhooks do. The one place where such a key is read and used, for what comes in and for
/// what goes out.
/// </summary>
public static class WebhookSignature
{
    /// <summary>Header with the id of a Standard Webhooks message.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header with the Unix seconds at which a Standard Webhooks message was sent.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header with the signatures of a Standard Webhooks message.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Beginning of a secret whose rest is the key in base64.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>The key bytes of a secret: base64 after <see cref="SecretPrefix"/>, else its UTF-8 bytes.</summary>
    /// <exception cref="FormatException">The rest after the prefix is no base64.</exception>
    public static byte[] ReadKey(string secret) =>
        secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[SecretPrefix.Length..]) : Encoding.UTF8.GetBytes(secret);

    /// <summary>HMAC-SHA256 over the body alone.</summary>
    public static byte[] OfBody(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body) => HMACSHA256.HashData(key, body);

    /// <summary>HMAC-SHA256 over <c>id.timestamp.body</c>, so that neither id nor time can be exchanged.</summary>
    public static byte[] OfMessage(ReadOnlySpan<byte> key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>The three headers of a signed message.</summary>
    /// <param name="secret">The receiver's secret (<see cref="ReadKey"/>).</param>
    /// <param name="id">Unique id of the message; the same when it is sent again.</param>
    /// <param name="at">When it is sent; receivers refuse what is older than five minutes, so each attempt is signed anew.</param>
    /// <param name="body">The bytes of the body.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return
        [
            new(IdHeader, id),
            new(TimestampHeader, timestamp),
            new(SignatureHeader, "v1," + Convert.ToBase64String(OfMessage(ReadKey(secret), id, timestamp, body))),
        ];
    }
}
