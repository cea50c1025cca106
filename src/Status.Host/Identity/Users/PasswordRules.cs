namespace Status.Host.Identity.Users;

/// <summary>What a user name and a password may be. Length is asked for, not digits and signs: those make passwords that are written down.</summary>
internal static class PasswordRules
{
    /// <summary>The fewest characters of a password.</summary>
    public const int Shortest = 8;

    /// <summary>The most characters of a password: hashing must not become a way to keep the host busy.</summary>
    public const int Longest = 1024;

    /// <summary>The most characters of a user name.</summary>
    public const int LongestName = 128;

    /// <summary>Why a new password is refused; <c>null</c> when it is not.</summary>
    public static string? Refuse(string? password, string userName) => password switch
    {
        null or { Length: < Shortest } => $"A password has at least {Shortest} characters.",
        { Length: > Longest } => $"A password has at most {Longest} characters.",
        _ when password.Equals(userName, StringComparison.OrdinalIgnoreCase) => "The password is the user name.",
        _ when password.Distinct().Count() < 3 => "The password repeats one or two characters.",
        _ => null,
    };

    /// <summary>Why a user name is refused; <c>null</c> when it is not.</summary>
    public static string? RefuseName(string? name) => name switch
    {
        null or "" => "A user name is needed.",
        { Length: > LongestName } => $"A user name has at most {LongestName} characters.",
        _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+') =>
            "A user name consists of the letters a to z, digits and . - _ @ +.",
        _ => null,
    };
}
