namespace Status.Host.Identity.Users;

/// <summary>Adds or changes a person; a member that is absent stays as it is.</summary>
/// <param name="Name">User name; needed to add somebody, and never changed.</param>
/// <param name="DisplayName">What to call them.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Disabled">Whether they may not sign in.</param>
/// <param name="Password">A new password.</param>
internal sealed record UserRequest(string? Name, string? DisplayName, IReadOnlyList<string>? Roles, bool? Disabled, string? Password)
{
    private const int LongestDisplayName = 200;

    /// <summary>What is wrong with it, by member.</summary>
    /// <param name="userName">The person it is about.</param>
    /// <param name="known">The roles there are.</param>
    public Dictionary<string, string[]> Problems(string userName, IReadOnlyCollection<string> known)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (DisplayName is { } display && (display.Length > LongestDisplayName || display.Any(char.IsControl)))
            errors["displayName"] = [$"A name has at most {LongestDisplayName} characters and no control characters."];
        if (Roles?.Any(role => role is null || !known.Contains(role)) == true)
            errors["roles"] = [$"The roles are {string.Join(", ", known)}."];
        if (Password is not null && PasswordRules.Refuse(Password, userName) is { } refusal)
            errors["password"] = [refusal];
        return errors;
    }
}
