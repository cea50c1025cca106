using Status.Activities.Agreements;
using Status.Activities.Registry;

namespace Status.Host.Api.Registry;

/// <summary>Puts registry and agreements into the host.</summary>
internal static class RegistrySetup
{
    /// <summary>Registers both slices and the import of shipped agreements.</summary>
    public static IServiceCollection AddRegistryCapability(this IServiceCollection services)
    {
        services.AddRegistry();
        services.AddAgreements();
        services.AddSingleton<AgreementLibrary>().AddSingleton<NextEvaluations>().AddSingleton<AgreementViews>();
        services.AddHostedService<ShippedAgreements>();
        return services;
    }

    /// <summary>Maps the routes below <c>/api/v6</c> and <c>/api/v1</c>.</summary>
    public static void MapRegistry(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v6").MapAgreementRegistry();
        var api = routes.MapGroup("/api/v1");
        api.MapAgreementStates();
        api.MapPoints();
        api.MapCatalogs();
        api.MapControls();
        api.MapScopes();
        api.MapComputations();
    }
}
