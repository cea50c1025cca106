using System.Globalization;
using Microsoft.Net.Http.Headers;
using Status.Host.Identity;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Descriptors;

/// <summary>The activity types that the designer offers.</summary>
internal static class ActivityDescriptorsApi
{
    private const string Permission = "read:workflow-definitions";

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapActivityDescriptors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/activities", List).RequirePermission(Permission);
        api.MapGet("/descriptors/activities/{typeName}", Get).RequirePermission(Permission);
        api.MapPost("/descriptors/activities/{typeName}/options/{propertyName}", Options).RequirePermission(Permission);
    }

    private static async Task<IResult> List(HttpContext context, ActivityDescriptorCache cache, WorkflowActivities activities)
    {
        // The designer asks right after a save, before the host may have heard of it.
        if (string.Equals(context.Request.Query["Refresh"], "true", StringComparison.OrdinalIgnoreCase)) await activities.RefreshAsync(context.RequestAborted);
        var listing = cache.Get(Endpoints(context.Request));
        context.Response.Headers.ETag = listing.Tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(listing.Bytes, "application/json", entityTag: EntityTagHeaderValue.Parse(listing.Tag));
    }

    private static IResult Get(string typeName, HttpRequest request, ActivityRegistry registry)
    {
        var version = request.Query["version"].ToString();
        if (version.Length == 0)
            return registry.Find(typeName, int.MaxValue) is { } newest ? ElsaJson.Answer(newest.ToAnswer(Endpoints(request))) : Results.NotFound();
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return ElsaErrors.Refuse($"'{version}' is no version number.", "version");
        return registry.Find(typeName, number) is { } descriptor && descriptor.Version == number ? ElsaJson.Answer(descriptor.ToAnswer(Endpoints(request))) : Results.NotFound();
    }

    private static IResult Options(string typeName, string propertyName, HttpRequest request, ActivityRegistry registry)
    {
        if (registry.Find(typeName, int.MaxValue) is not { } activity) return Results.NotFound();
        var input = activity.Inputs.FirstOrDefault(i => string.Equals(i.Name, propertyName, StringComparison.OrdinalIgnoreCase));
        return input is null ? Results.NotFound() : ElsaJson.Answer(new { items = UISpecifications.Of(activity, input, Endpoints(request)) });
    }

    private static string Endpoints(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}/workflows/";
}
