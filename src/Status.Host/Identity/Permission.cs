using System.Security.Claims;

namespace Status.Host.Identity;

/// <summary>
/// Permissions are words such as <c>read:agreements</c>. A holder of <c>read:*</c> may do everything that starts with <c>read:</c>, a holder
/// of <c>*</c> everything.
/// </summary>
internal static class Permission
{
    /// <summary>The claim that carries a permission.</summary>
    public const string ClaimType = "permissions";

    /// <summary>The permission that includes every other.</summary>
    public const string Everything = "*";

    /// <summary>Lets only holders of a permission use the route.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.AddRequirements(new PermissionRequirement(permission)));

    /// <summary>Lets everybody who is signed in use the route, for what concerns their own account alone.</summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser());

    /// <summary>Whether somebody holds a permission.</summary>
    public static bool Holds(this ClaimsPrincipal principal, string permission) =>
        principal.FindAll(ClaimType).Any(claim => Includes(claim.Value, permission));

    /// <summary>Whether a held permission includes the one asked for.</summary>
    public static bool Includes(string held, string asked) =>
        held == Everything || held == asked || (held.EndsWith(":*", StringComparison.Ordinal) && asked.StartsWith(held[..^1], StringComparison.Ordinal));
}
