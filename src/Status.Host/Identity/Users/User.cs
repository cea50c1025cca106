namespace Status.Host.Identity.Users;

/// <summary>A person who signs in.</summary>
/// <param name="Name">The user name.</param>
/// <param name="PasswordHash">See <see cref="Users.PasswordHash"/>.</param>
/// <param name="Roles">The roles, in the order of the alphabet; see <see cref="Identity.Roles.BuiltInRoles"/>.</param>
internal sealed record User(string Name, string PasswordHash, IReadOnlyList<string> Roles)
{
    /// <summary>What to call them; the user name unless they have another.</summary>
    public string DisplayName { get; init; } = Name;

    /// <summary>What their roles let them do, each word once.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Since when they may not sign in; <c>null</c> when they may.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>How often everything they held was ended; an access token of an older number is none any more.</summary>
    public int CredentialVersion { get; init; }

    /// <summary>When they were added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they last signed in; <c>null</c> before the first time.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }
}
