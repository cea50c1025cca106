using Status.Host.Elsa.Alterations;
using Status.Host.Elsa.Descriptors;
using Status.Host.Elsa.Executions;
using Status.Host.Elsa.Features;
using Status.Host.Elsa.Instances;
using Status.Host.Elsa.Live;
using Status.Host.Elsa.Resilience;
using Status.Host.Elsa.Scripting;
using Status.Host.Elsa.Tasks;
using Status.Host.Elsa.Tests;
using Status.Workflows.Operations;

namespace Status.Host.Elsa;

/// <summary>What the designer asks besides definitions: lookups, runs, live updates.</summary>
internal static class ElsaStudio
{
    /// <summary>Registers what the routes need.</summary>
    public static IServiceCollection AddElsaStudio(this IServiceCollection services)
    {
        services.AddRunOperations();
        services.AddInstanceHub();
        services.AddSingleton<ActivityDescriptorCache>();
        services.AddSingleton<InstanceExport>();
        services.AddSingleton<InstanceCommands>();
        services.AddSingleton<AlterationRequests>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapElsaStudio(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api").WithTags("Elsa Studio");
        api.MapFeatures();
        api.MapActivityDescriptors();
        api.MapLookups();
        api.MapTypeDefinitions();
        api.MapInstances();
        api.MapInstanceActions();
        api.MapInstanceVariables();
        api.MapInstanceExport();
        api.MapInstanceImport();
        api.MapJournal();
        api.MapExecutions();
        api.MapResilience();
        api.MapElsaTasks();
        api.MapActivityTests();
        api.MapAlterations();
        api.MapTokens();
        routes.MapInstanceHub();
    }
}
