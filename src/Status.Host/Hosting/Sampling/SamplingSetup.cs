using Microsoft.Extensions.Options;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Sampling;

namespace Status.Host.Hosting.Sampling;

/// <summary>Puts the sampling of this machine together.</summary>
internal static class SamplingSetup
{
    /// <summary>Adds options, buffer and the service. Needs the metrics store.</summary>
    public static IServiceCollection AddSampling(this IServiceCollection services)
    {
        services.AddStatusOptions<SamplingOptions>(SamplingOptions.SectionName);
        services.AddSingleton<IValidateOptions<SamplingOptions>, SamplingOptionsValidator>();
        services.AddSingleton(provider => new SampleBuffer(
            provider.GetRequiredService<IMetricSink>(),
            provider.GetRequiredService<IOptions<SamplingOptions>>().Value.BufferLimit,
            provider.GetRequiredService<ILogger<SampleBuffer>>()));
        services.AddHostedService<SamplingService>();
        return services;
    }
}
