using Microsoft.AspNetCore.Http.HttpResults;

namespace Status.Host.Identity.Roles;

/// <summary>Roles below <c>/api/v1/roles</c>.</summary>
internal static class RolesApi
{
    /// <summary>Maps the route; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapRoles(this IEndpointRouteBuilder api) =>
        api.MapGet("/roles", ListAsync).WithTags("Identity").RequirePermission("read:users").WithName("ListRoles").WithSummary("Roles with what they permit");

    private static async Task<Ok<IReadOnlyList<Role>>> ListAsync(RoleStore roles, CancellationToken cancellationToken) =>
        TypedResults.Ok(await roles.ListAsync(cancellationToken));
}
