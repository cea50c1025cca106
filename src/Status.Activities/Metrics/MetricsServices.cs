using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Metrics.Ingestion;
using Status.Activities.Metrics.Maintenance;
using Status.Activities.Metrics.Spool;
using Status.Activities.Metrics.Storage;

namespace Status.Activities.Metrics;

/// <summary>Puts the metrics store together on PostgreSQL. Needs an <see cref="NpgsqlDataSource"/> whose database holds the schema <c>metrics</c>.</summary>
public static class MetricsServices
{
    /// <summary>Adds the store, the ingestor that runs as a hosted service, and the ports <see cref="IMetricWindows"/> and <see cref="IMetricSamples"/>.</summary>
    public static IServiceCollection AddMetricsStore(this IServiceCollection services)
    {
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IMetricSink>(provider => new PostgresMetricSink(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<IOptions<MetricsOptions>>().Value));
        services.AddSingleton<IMetricReader, PostgresMetricReader>();
        services.AddSingleton<IMetricWindows, PostgresMetricWindows>();
        services.AddSingleton<IMetricSamples, MetricSamples>();
        services.AddSingleton<SampleReader>();
        services.AddSingleton<MetricsMaintenance>();
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MetricsOptions>>().Value;
            return new SampleSpool(options.SpoolFolder ?? "", options.SpoolFolder is null ? 0 : options.SpoolLimit);
        });
        services.AddSingleton<MetricIngestor>();
        services.AddHostedService<SpoolReplay>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<MetricIngestor>());
        return services;
    }
}
