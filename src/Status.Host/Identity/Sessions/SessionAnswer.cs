using Status.Host.Identity.Users;

namespace Status.Host.Identity.Sessions;

/// <summary>Who is signed in, and for how long.</summary>
/// <param name="User">The person.</param>
/// <param name="ExpiresAt">When the session ends unless it is used.</param>
internal sealed record SessionAnswer(SessionAnswer.Person User, DateTimeOffset ExpiresAt)
{
    /// <summary>The person.</summary>
    /// <param name="Name">User name.</param>
    /// <param name="DisplayName">What to call them.</param>
    /// <param name="Roles">Their roles.</param>
    /// <param name="Permissions">What these let them do.</param>
    internal sealed record Person(string Name, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions);

    /// <summary>The answer about somebody.</summary>
    public static SessionAnswer From(User user, DateTimeOffset expiresAt) =>
        new(new Person(user.Name, user.DisplayName, user.Roles, user.Permissions), expiresAt);
}
