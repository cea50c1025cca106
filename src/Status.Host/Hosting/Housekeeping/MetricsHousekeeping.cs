using Microsoft.Extensions.Options;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Maintenance;

namespace Status.Host.Hosting.Housekeeping;

/// <summary>Keeps the metrics store within its retention.</summary>
internal static class MetricsHousekeeping
{
    /// <summary>Adds the task: at the start, so that today's partition exists, and every hour at minute 7.</summary>
    public static IServiceCollection AddMetricsHousekeeping(this IServiceCollection services)
    {
        services.AddOptions<MetricsOptions>().PostConfigure<IOptions<DataOptions>>((metrics, data) => metrics.SpoolFolder ??= Path.Combine(data.Value.Folder, "spool"));
        return services.AddHousekeepingTask(
            "metrics-retention", "0 7 * * * ?", (provider, cancellationToken) => provider.GetRequiredService<MetricsMaintenance>().RunAsync(cancellationToken));
    }
}
