using System.Security.Claims;
using Status.Host.Identity.Users;

namespace Status.Host.Identity.ApiKeys;

/// <summary>A key with which a machine speaks for the person who made it.</summary>
/// <param name="Id">Its id; part of the key, so that one found in a file can be named and revoked.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="User">Its maker.</param>
/// <param name="Granted">What it was given at the start.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used, at most a minute behind; <c>null</c> before the first time.</param>
internal sealed record ApiKey(
    string Id, string Name, User User, IReadOnlyList<string> Granted, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>The beginning of every key; secret scanners look for such words.</summary>
    public const string Prefix = "stk_";

    /// <summary>Who calls with it: the maker, with what the key was given and the maker still may.</summary>
    public ClaimsPrincipal Principal { get; } = MakePrincipal(Name, User, Granted);

    /// <summary>What of the granted permissions the maker still holds.</summary>
    public static IReadOnlyList<string> Effective(IReadOnlyList<string> granted, IReadOnlyList<string> held) =>
    [
        .. granted.Where(permission => held.Any(own => Permission.Includes(own, permission)))
            .Union(held.Where(permission => granted.Any(given => Permission.Includes(given, permission))), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static ClaimsPrincipal MakePrincipal(string name, User user, IReadOnlyList<string> granted)
    {
        // No roles: a role would say more than the key may do.
        var principal = Caller.Create(Caller.ApiKeyType, user.Name, [], Effective(granted, user.Permissions));
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(Caller.KeyClaimType, name));
        return principal;
    }
}
