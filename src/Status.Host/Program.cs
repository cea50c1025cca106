using Status.Activities.Alerts;
using Status.Activities.Evidence;
using Status.Activities.Grafana;
using Status.Activities.Metrics;
using Status.Activities.Webhooks;
using Status.Host.Api.Alerts;
using Status.Host.Api.Alterations;
using Status.Host.Api.Evidence;
using Status.Host.Api.Imports;
using Status.Host.Api.Ledger;
using Status.Host.Api.Metrics;
using Status.Host.Api.Overview;
using Status.Host.Api.Registry;
using Status.Host.Api.Runs;
using Status.Host.Api.Runtime;
using Status.Host.Api.Schedules;
using Status.Host.Api.Tasks;
using Status.Host.Api.Workflows;
using Status.Host.Commands;
using Status.Host.Elsa;
using Status.Host.Elsa.Definitions;
using Status.Host.Hosting;
using Status.Host.Hosting.Housekeeping;
using Status.Host.Hosting.Sampling;
using Status.Host.Identity;
using Status.Host.Live;
using Status.Host.Triggers;
using Status.Host.Triggers.Webhooks;
using Status.Host.WebConsole;

return await HostRun.GuardAsync(() => CommandLine.IsCommand(args) ? CommandLine.RunAsync(args, Program.Compose) : Program.Compose(args).RunStatusAsync(PrepareAsync));

// After the database is there and before anything listens.
static async Task<string?> PrepareAsync(IServiceProvider services, DataFolder folder, CancellationToken cancellationToken)
{
    var notice = await services.PrepareIdentityAsync(folder, cancellationToken);
    await services.PrepareLedgerAsync(cancellationToken);
    await services.PrepareWorkflowsAsync(cancellationToken);
    return notice;
}

/// <summary>The composed host, without a start: what the tests ask about its routes.</summary>
internal sealed partial class Program
{
    internal static WebApplication Compose(string[] args)
    {
        var builder = HostSetup.CreateBuilder(args);
        builder.AddStatusHosting();
        builder.Services.AddIdentity();
        builder.Services.AddWorkflows();
        builder.Services.AddHousekeeping();
        builder.Services.AddMetricsStore().AddMetricsHousekeeping();
        builder.Services.AddSampling();
        builder.Services.AddLedgerCapability();
        builder.Services.AddRegistryCapability();
        builder.Services.AddElsaStudio().AddWorkflowDefinitions();
        builder.Services.AddEvidence().AddAlerts().AddGrafana().AddWebhooks().AddOverview();
        builder.Services.AddConsole().AddLiveScreens();

        var app = builder.Build();
        app.UseStatusPipeline();
        app.MapOperations();
        app.MapConsole();
        app.MapLiveScreens();
        app.MapIdentity();
        app.MapHttpTriggers();
        app.MapWebhooks();
        app.MapGroup("/elsa/api").MapWorkflowDefinitions();
        app.MapElsaStudio();
        app.MapLedger();
        app.MapRegistry();

        var api = app.MapGroup("/api/v1");
        api.MapMetrics();
        api.MapEvidence();
        api.MapAlerts();
        api.MapLedgerReads();
        api.MapOverview();
        api.MapRuns();
        api.MapTasks();
        api.MapSchedules();
        api.MapRuntime();
        api.MapAlterationPlans();
        api.MapWorkflows();
        api.MapWorkflowTests();
        api.MapImports();
        api.MapWorkflowDrafts();
        return app;
    }
}
