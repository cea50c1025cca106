using Status.Host.Identity;

namespace Status.Host.Elsa.Live;

/// <summary>The hub of the designer's viewer.</summary>
internal static class LiveSetup
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddInstanceHub(this IServiceCollection services)
    {
        services.AddSignalR();
        services.AddSingleton<InstanceObservers>();
        services.AddSingleton<InstanceBroadcaster>();
        services.AddHostedService(provider => provider.GetRequiredService<InstanceBroadcaster>());
        return services;
    }

    /// <summary>Maps it.</summary>
    public static void MapInstanceHub(this IEndpointRouteBuilder routes) =>
        routes.MapHub<WorkflowInstanceHub>(WorkflowInstanceHub.Path, options => options.CloseOnAuthenticationExpiration = true).RequirePermission("read:workflow-instances");
}
