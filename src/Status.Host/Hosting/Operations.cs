using Status.Host.Hosting.Telemetry;

namespace Status.Host.Hosting;

/// <summary>The addresses that serve operation: health, metrics, and the API's description.</summary>
internal static class Operations
{
    /// <summary>Maps them.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapStatusHealth();
        routes.MapTelemetry();
        routes.MapOpenApi("/openapi/{documentName}.json");
    }
}
