using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Evidence.Collectors;
using Status.Activities.Evidence.Storage;
using Status.Workflows.Http;

namespace Status.Activities.Evidence;

/// <summary>Wires the slice.</summary>
public static class EvidenceServices
{
    /// <summary>Adds the evidence store, its collectors and the sweeper; needs an <see cref="NpgsqlDataSource"/>, an <see cref="IMetricSamples"/> and <see cref="OutgoingHttp"/>.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddOptions<EvidenceOptions>().BindConfiguration(EvidenceOptions.SectionName).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<EvidenceOptions>, EvidenceOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEvidenceBlobs, PostgresEvidenceBlobs>();
        services.TryAddSingleton(provider => new EvidenceLibrary(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<IEvidenceBlobs>()));
        services.TryAddSingleton<IEvidenceIndex>(provider => provider.GetRequiredService<EvidenceLibrary>());
        services.AddGuardedHttpClient(HttpSource.ClientName);
        services.AddTransient(provider => new HttpSource(provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpSource.ClientName)));
        services.AddHostedService<EvidenceSweeper>();
        return services;
    }
}
