using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Status.Workflows.Http;

/// <summary>Registers the guarded HTTP client of workflows.</summary>
public static class OutgoingHttp
{
    /// <summary>Name of the client.</summary>
    public const string ClientName = "workflows";

    /// <summary>Registers the client named <see cref="ClientName"/> and its options.</summary>
    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services)
    {
        services.AddOptions<OutgoingHttpOptions>().BindConfiguration(OutgoingHttpOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new AddressGuard(
            provider.GetRequiredService<IOptions<OutgoingHttpOptions>>().Value.AllowedPrivateNetworks.Select(IPNetwork.Parse)));
        services.AddGuardedHttpClient(ClientName);
        return services;
    }

    /// <summary>Registers a named client that reaches only what <see cref="AddressGuard"/> allows, without proxy and cookies, with at most five redirects.</summary>
    public static IHttpClientBuilder AddGuardedHttpClient(this IServiceCollection services, string name) =>
        services.AddHttpClient(name)
            .ConfigureHttpClient((provider, client) => client.Timeout = provider.GetRequiredService<IOptions<OutgoingHttpOptions>>().Value.Timeout)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ConnectCallback = provider.GetRequiredService<AddressGuard>().ConnectAsync,
                UseProxy = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                MaxAutomaticRedirections = 5,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 256,
            })
            .RemoveAllLoggers();
}
