using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Status.Host.Identity.Sessions;

/// <summary>The secret of a session: 256 random bits for the browser, their SHA-256 for the database. A random secret needs no salt and no slow hash.</summary>
internal static class SessionToken
{
    /// <summary>Characters of a token.</summary>
    public const int Length = 43;

    /// <summary>Makes a token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of it.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
