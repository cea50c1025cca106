using System.Buffers;
using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>
/// Access tokens: JWTs signed with HMAC-SHA-256 under the data key <c>jwt</c>. The algorithm belongs to the key: a token whose header says
/// anything else than the one header written here is not looked at.
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
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)options.Value.AccessTokenLifetime.TotalSeconds,
        });
        var signed = $"{_header}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    /// <summary>Checks signature, issuer, audience and time.</summary>
    /// <returns>Who it speaks for; <c>null</c> when any of it is wrong.</returns>
    public ClaimsPrincipal? Verify(string token)
    {
        if (token.Length > LongestToken || token.Split('.') is not [var header, var payload, var signature] || header != _header)
            return null;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Base64Url.DecodeFromChars(signature, given, out _, out var length) != OperationStatus.Done || length != HMACSHA256.HashSizeInBytes)
            return null;
        return CryptographicOperations.FixedTimeEquals(Sign($"{header}.{payload}"), given) ? Read(payload) : null;
    }

    private ClaimsPrincipal? Read(string payload)
    {
        // The signature is ours, so the shape is too.
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var root = json.RootElement;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (root.GetProperty("exp").GetInt64() <= now || root.GetProperty("nbf").GetInt64() > now + 60
            || root.GetProperty("iss").GetString() != Issuer || root.GetProperty("aud").GetString() != Issuer
            || root.GetProperty("token_use").GetString() != "access")
            return null;
        return Caller.Create(Caller.BearerType, root.GetProperty("name").GetString()!, Texts(root, "role"), Texts(root, "permissions"));
    }

    // A token of the version before this one names its one role as a text.
    private static IEnumerable<string> Texts(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(text => text.GetString()!) : [root.GetProperty(name).GetString()!];

    private byte[] Sign(string text) =>
        HMACSHA256.HashData(_key ?? throw new InvalidOperationException("Tokens are used before their key is loaded."), Encoding.ASCII.GetBytes(text));
}
