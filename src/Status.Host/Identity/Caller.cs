using System.Security.Claims;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>Who calls: the principal that every way of signing in leads to.</summary>
internal static class Caller
{
    /// <summary>Authentication type of a caller with an access token.</summary>
    public const string BearerType = "Bearer";

    /// <summary>Authentication type of a caller with a session cookie: the one kind that a foreign page can borrow.</summary>
    public const string SessionType = "Session";

    /// <summary>Authentication type of a caller with an API key.</summary>
    public const string ApiKeyType = "ApiKey";

    /// <summary>The claim that names the API key that was used.</summary>
    public const string KeyClaimType = "api_key";

    /// <summary>Makes the principal.</summary>
    public static ClaimsPrincipal Create(string type, string name, IEnumerable<string> roles, IEnumerable<string> permissions)
    {
        var identity = new ClaimsIdentity(type, "name", "role");
        identity.AddClaim(new Claim("sub", name));
        identity.AddClaim(new Claim("name", name));
        foreach (var role in roles) identity.AddClaim(new Claim("role", role));
        foreach (var permission in permissions) identity.AddClaim(new Claim(Permission.ClaimType, permission));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Makes the principal of a user.</summary>
    public static ClaimsPrincipal Create(string type, User user) => Create(type, user.Name, user.Roles, user.Permissions);

    /// <summary>Who it is, for the audit trail: the user name, and the API key when one was used.</summary>
    public static string Describe(ClaimsPrincipal principal)
    {
        var name = principal.Identity?.Name ?? "unknown";
        return principal.FindFirst(KeyClaimType) is { } key ? $"{name} (key {key.Value})" : name;
    }

    /// <summary>Whether the caller came with a session cookie.</summary>
    public static bool HasSession(this ClaimsPrincipal principal) => principal.Identity is { IsAuthenticated: true, AuthenticationType: SessionType };
}
