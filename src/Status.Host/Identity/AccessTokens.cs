using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>
/// Access tokens: JWTs signed with HMAC-SHA-256 under the data key <c>jwt</c>. The algorithm belongs to the key: a token whose header says
/// anything else than the one header written here is not looked at. What a token says of roles and permissions is for its reader: what counts here is what the person may
/// do at that moment.
/// </summary>
internal sealed class AccessTokens(DataKeys keys, IOptions<SecurityOptions> options, TimeProvider time)
{
    private const string Issuer = "status";
    private const int LongestToken = 8192;

    private static readonly string _header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    private byte[]? _key;

    /// <summary>Reads the signing key, making it at the very first start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        _key = await keys.GetOrCreateAsync("jwt", () => RandomNumberGenerator.GetBytes(32), cancellationToken);

    /// <summary>Signs a token for a user.</summary>
    public string Issue(User user)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Issuer,
            ["sub"] = user.Name,
            ["name"] = user.Name,
            ["role"] = user.Roles,
            ["permissions"] = user.Permissions,
            ["token_use"] = "access",
            ["ver"] = user.CredentialVersion,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)options.Value.AccessTokenLifetime.TotalSeconds,
        });
        var signed = $"{_header}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    /// <summary>Checks signature, issuer, audience and time.</summary>
    /// <returns>Whom it names and under which <see cref="User.CredentialVersion"/> it was issued; <c>null</c> when any of it is wrong.</returns>
    public (string Name, int Version)? Verify(string token)
    {
        if (token.Length > LongestToken || token.Split('.') is not [var header, var payload, var signature] || header != _header)
            return null;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Base64Url.DecodeFromChars(signature, given, out _, out var length) != OperationStatus.Done || length != HMACSHA256.HashSizeInBytes)
            return null;
        return CryptographicOperations.FixedTimeEquals(Sign($"{header}.{payload}"), given) ? Read(payload) : null;
    }

    private (string Name, int Version)? Read(string payload)
    {
        // The signature is ours, so the shape is too.
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var root = json.RootElement;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (root.GetProperty("exp").GetInt64() <= now || root.GetProperty("nbf").GetInt64() > now + 60
            || root.GetProperty("iss").GetString() != Issuer || root.GetProperty("aud").GetString() != Issuer
            || root.GetProperty("token_use").GetString() != "access")
            return null;
        return (root.GetProperty("name").GetString()!, root.GetProperty("ver").GetInt32());
    }

    private byte[] Sign(string text) =>
        HMACSHA256.HashData(_key ?? throw new InvalidOperationException("Tokens are used before their key is loaded."), Encoding.ASCII.GetBytes(text));
}
