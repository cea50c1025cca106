using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Status.Workflows.Execution;

namespace Status.Workflows.Resilience;

/// <summary>Registers retries, time limits and background work.</summary>
internal static class ResilienceServices
{
    private const int Steps = 1 << 24;

    /// <summary>Registers them.</summary>
    public static IServiceCollection AddResilience(this IServiceCollection services)
    {
        services.AddOptions<ResilienceOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(p => new RetryStrategies(p.GetRequiredService<IOptions<ResilienceOptions>>(), Chance));
        services.TryAddSingleton<ExecutionPolicies, DeclaredPolicies>();
        return services;
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(Steps) / (double)Steps;
}
