using Status.Host.Identity;

namespace Status.Host.Elsa.Features;

/// <summary>What is installed, and the version of the interface.</summary>
internal static class FeaturesApi
{
    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapFeatures(this IEndpointRouteBuilder api)
    {
        var all = new { items = InstalledFeatures.All, count = InstalledFeatures.All.Count };
        api.MapGet("/features/installed", () => ElsaJson.Answer(all)).RequirePermission("read:workflow-definitions");
        api.MapGet("/features/installed/{fullName}", (string fullName) =>
            InstalledFeatures.ByFullName.TryGetValue(fullName, out var feature) ? ElsaJson.Answer(feature) : Results.NotFound()).RequirePermission("read:workflow-definitions");
        var version = new { packageVersion = InstalledFeatures.InterfaceVersion };
        api.MapGet("/package/version", () => ElsaJson.Answer(version)).RequirePermission("read:workflow-definitions");
    }
}
