namespace Status.Host.Identity;

/// <summary>A person who signs in.</summary>
/// <param name="Name">The user name.</param>
/// <param name="PasswordHash">See <see cref="Identity.PasswordHash"/>.</param>
/// <param name="Role">The role; so far there is only <see cref="Administrator"/>.</param>
internal sealed record User(string Name, string PasswordHash, string Role)
{
    /// <summary>The role that may do everything.</summary>
    public const string Administrator = "ADMIN";

    /// <summary>What the role may do.</summary>
    public IReadOnlyList<string> Permissions => Role == Administrator ? [Permission.Everything] : [];
}
