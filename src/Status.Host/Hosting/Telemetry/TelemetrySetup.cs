using Microsoft.Extensions.Options;
using Status.Host.Identity;

namespace Status.Host.Hosting.Telemetry;

/// <summary>Metrics for a scraper, and traces and metrics for a collector.</summary>
internal static class TelemetrySetup
{
    /// <summary>Who may scrape, unless everybody may.</summary>
    public const string ReadPermission = "read:metrics";

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddStatusOptions<TelemetryOptions>(TelemetryOptions.SectionName);
        services.AddSingleton<MetricCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricCollector>());
        services.AddHostedService<TelemetryExport>();
        return services;
    }

    /// <summary>Maps <c>/metrics</c>. The route lets everybody in and decides itself, since whether it is public is a setting.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (HttpContext http, IOptions<TelemetryOptions> options, MetricCollector metrics) =>
            !options.Value.PublicMetrics && !http.User.Holds(ReadPermission)
                ? (IResult)TypedResults.StatusCode(http.User.Identity?.IsAuthenticated == true ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized)
                : TypedResults.Text(PrometheusText.Write(metrics.Collect()), PrometheusText.ContentType))
        .AllowAnonymous().ExcludeFromDescription();
}
