using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>Name and password against a person; the same for browsers and machines.</summary>
internal sealed class PasswordSignIn(UserStore users)
{
    /// <summary>Checks a name and a password.</summary>
    /// <returns>The person; <c>null</c> when name or password is wrong, or the person may not sign in: the caller never learns which.</returns>
    public async Task<User?> TryAsync(string? name, string? password, CancellationToken cancellationToken)
    {
        name = name?.Trim();
        // What no account can have is refused for everybody alike.
        if (string.IsNullOrEmpty(name) || name.Length > PasswordRules.LongestName || name.Contains('\0', StringComparison.Ordinal)
            || string.IsNullOrEmpty(password) || password.Length > PasswordRules.Longest)
            return null;
        var user = await users.FindEnabledAsync(name, cancellationToken);
        // Unknown names cost as much work as known ones.
        var right = PasswordHash.Verify(password, user?.PasswordHash ?? PasswordHash.Nobody);
        if (user is null || !right) return null;
        await users.NoteSignInAsync(user.Name, cancellationToken);
        return user;
    }
}
