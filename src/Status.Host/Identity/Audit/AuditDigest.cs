using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Status.Host.Identity.Audit;

/// <summary>What an audit entry says about a state: its SHA-256. The trail proves what was there without repeating it, so that it never holds a secret.</summary>
internal static class AuditDigest
{
    /// <summary>The digest in lower-case hex: of a text as it stands, of bytes as they are, of anything else as camelCase JSON; <c>null</c> of nothing.</summary>
    public static string? Of(object? state) => state switch
    {
        null => null,
        string text => Hex(Encoding.UTF8.GetBytes(text)),
        byte[] bytes => Hex(bytes),
        JsonElement json => Hex(Encoding.UTF8.GetBytes(json.GetRawText())),
        _ => Hex(JsonSerializer.SerializeToUtf8Bytes(state, state.GetType(), JsonSerializerOptions.Web)),
    };

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
