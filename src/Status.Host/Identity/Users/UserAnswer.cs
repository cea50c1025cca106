namespace Status.Host.Identity.Users;

/// <summary>A person on the wire.</summary>
/// <param name="Name">User name.</param>
/// <param name="DisplayName">What to call them.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Disabled">Whether they may not sign in.</param>
/// <param name="CreatedAt">When they were added.</param>
/// <param name="LastSignInAt">When they last signed in.</param>
internal sealed record UserAnswer(string Name, string DisplayName, IReadOnlyList<string> Roles, bool Disabled, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt)
{
    /// <summary>The person as they are answered.</summary>
    public static UserAnswer From(User user) => new(user.Name, user.DisplayName, user.Roles, user.DisabledAt is not null, user.CreatedAt, user.LastSignInAt);
}
