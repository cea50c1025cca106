using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Status.Activities.Grafana;

/// <summary>Wires the slice.</summary>
public static class GrafanaServices
{
    /// <summary>Adds the client of the configured Grafana.</summary>
    public static IServiceCollection AddGrafana(this IServiceCollection services)
    {
        services.AddOptions<GrafanaOptions>().BindConfiguration(GrafanaOptions.SectionName).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<GrafanaOptions>, GrafanaOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(GrafanaClient.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        services.AddTransient(provider => new GrafanaClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(GrafanaClient.ClientName),
            provider.GetRequiredService<IOptions<GrafanaOptions>>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
