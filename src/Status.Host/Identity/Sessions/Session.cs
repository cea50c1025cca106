using System.Security.Claims;
using Status.Host.Identity.Users;

namespace Status.Host.Identity.Sessions;

/// <summary>A signed-in browser.</summary>
/// <param name="Id">Names the session in lists; worth nothing as a credential.</param>
/// <param name="User">Who it belongs to.</param>
/// <param name="Address">Where it was opened from.</param>
/// <param name="UserAgent">What the browser said about itself.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastSeenAt">When it was last renewed; at most a minute behind.</param>
/// <param name="ExpiresAt">When it ends unless somebody uses it.</param>
/// <param name="EndsAt">When it ends at the latest.</param>
internal sealed record Session(
    string Id, User User, string Address, string UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, DateTimeOffset EndsAt)
{
    /// <summary>The claim that names the session.</summary>
    public const string ClaimType = "session";

    /// <summary>Who calls with it; one object for all requests, so nobody changes it.</summary>
    public ClaimsPrincipal Principal { get; } = MakePrincipal(Id, User);

    private static ClaimsPrincipal MakePrincipal(string id, User user)
    {
        var principal = Caller.Create(Caller.SessionType, user);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClaimType, id));
        return principal;
    }
}
