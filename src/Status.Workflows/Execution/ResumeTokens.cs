using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Tokens that let whoever has one trigger one event or resume one bookmark, until they expire: signed, so that nobody can make or change one, and checked in constant time.
/// </summary>
/// <param name="timeProvider">The clock.</param>
public sealed class ResumeTokens(TimeProvider timeProvider)
{
    private const int MaxLength = 4096;
    private const int KeyBytes = 32;

    private byte[]? _key;

    /// <summary>Sets the key that all hosts of a database share; before the first use.</summary>
    /// <param name="key">At least 32 bytes.</param>
    public void UseKey(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, KeyBytes, nameof(key));
        _key = key;
    }

    /// <summary>A token for a bookmark.</summary>
    /// <param name="instanceId">The run that waits.</param>
    /// <param name="bookmarkId">Its bookmark.</param>
    /// <param name="expiresAt">From then on it is refused.</param>
    public string ForBookmark(string instanceId, string bookmarkId, DateTimeOffset expiresAt) =>
        Sign(new DataObject { ["i"] = instanceId, ["b"] = bookmarkId, ["x"] = expiresAt.ToUnixTimeMilliseconds() });

    /// <summary>A token for an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="instanceId">The only run that it resumes; <c>null</c> announces it to everybody.</param>
    /// <param name="expiresAt">From then on it is refused.</param>
    public string ForEvent(string eventName, string? instanceId, DateTimeOffset expiresAt) =>
        Sign(new DataObject { ["e"] = eventName, ["i"] = instanceId, ["x"] = expiresAt.ToUnixTimeMilliseconds() });

    /// <summary>What a token allows; <c>null</c> when it was not made here, was changed, or has expired.</summary>
    /// <param name="token">The token.</param>
    public ResumeToken? Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaxLength) return null;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)) || !Base64Url.IsValid(token.AsSpan(dot + 1))) return null;
        var body = Base64Url.DecodeFromChars(token.AsSpan(0, dot));
        if (!CryptographicOperations.FixedTimeEquals(Mac(body), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)))) return null;
        using var json = JsonDocument.Parse(body);
        var members = json.RootElement;
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(members.GetProperty("x").GetInt64());
        return expires <= timeProvider.GetUtcNow() ? null : new ResumeToken(Text(members, "e"), Text(members, "i"), Text(members, "b"), expires);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string Sign(DataObject members)
    {
        var body = Encoding.UTF8.GetBytes(DataJson.ToJson(members));
        return $"{Base64Url.EncodeToString(body)}.{Base64Url.EncodeToString(Mac(body))}";
    }

    private byte[] Mac(byte[] body) => HMACSHA256.HashData(_key ?? throw new InvalidOperationException("The key of the tokens has not been set."), body);
}

/// <summary>What a token allows.</summary>
/// <param name="EventName">The event; <c>null</c> for a bookmark.</param>
/// <param name="InstanceId">The run; <c>null</c> for an event that is announced to everybody.</param>
/// <param name="BookmarkId">The bookmark; <c>null</c> for an event.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record ResumeToken(string? EventName, string? InstanceId, string? BookmarkId, DateTimeOffset ExpiresAt);
