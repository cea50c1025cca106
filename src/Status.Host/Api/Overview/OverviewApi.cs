using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Identity;

namespace Status.Host.Api.Overview;

/// <summary>How everything stands, in one answer: <c>GET /api/v1/overview</c>.</summary>
internal static class OverviewApi
{
    /// <summary>Registers the reader.</summary>
    public static IServiceCollection AddOverview(this IServiceCollection services) => services.AddSingleton<RunTally>().AddSingleton<OverviewReader>();

    /// <summary>Maps the route; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapOverview(this IEndpointRouteBuilder api) =>
        api.MapGet("/overview", GetAsync).RequirePermission("read:overview")
            .WithName("GetOverview").WithTags("Overview").WithSummary("How everything stands")
            .WithDescription("Every agreement and guarantee with value, limits, state, trend over 24 hours and next evaluation; the last evidence; the ledger's head; open alerts; running and failed workflows. Parts that the caller may not read are absent.");

    private static async Task<Ok<OverviewAnswer>> GetAsync(ClaimsPrincipal caller, OverviewReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ReadAsync(caller, cancellationToken));
}
