using System.Buffers;

namespace Status.Workflows.Http;

/// <summary>What a header name and value may hold (RFC 9110 §5), so that no value smuggles a second header in.</summary>
public static class HttpHeaderRules
{
    private static readonly SearchValues<char> _token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a header may be sent as it is.</summary>
    public static bool IsValid(string name, string value) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(_token) && !value.AsSpan().ContainsAny('\r', '\n', '\0');

    /// <summary>Throws when a header may not be sent.</summary>
    /// <exception cref="FormatException">The name is no token or the value has a line break.</exception>
    public static void Require(string name, string value)
    {
        if (!IsValid(name, value)) throw new FormatException($"The header '{name}' has a name or value that HTTP does not allow (RFC 9110 §5).");
    }
}
