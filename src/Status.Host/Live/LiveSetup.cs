using Status.Host.Identity;

namespace Status.Host.Live;

/// <summary>The hub of the console's screens.</summary>
internal static class LiveSetup
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddLiveScreens(this IServiceCollection services)
    {
        services.AddSignalR();
        services.AddSingleton<LiveConnections>();
        services.AddHostedService<LiveAnnouncer>();
        return services;
    }

    /// <summary>Maps it; each topic asks for its own permission.</summary>
    public static void MapLiveScreens(this IEndpointRouteBuilder routes) =>
        routes.MapHub<LiveHub>(LiveHub.Path, options => options.CloseOnAuthenticationExpiration = true).RequireSignIn();
}
