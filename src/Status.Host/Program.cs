using Status.Activities.Metrics;
using Status.Host.Api.Ledger;
using Status.Host.Api.Metrics;
using Status.Host.Api.Runs;
using Status.Host.Elsa;
using Status.Host.Hosting;
using Status.Host.Hosting.Housekeeping;
using Status.Host.Hosting.Sampling;
using Status.Host.Identity;
using Status.Host.Triggers;

return await HostRun.GuardAsync(async () =>
{
    var builder = HostSetup.CreateBuilder(args);
    builder.AddStatusHosting();
    builder.Services.AddIdentity();
    builder.Services.AddWorkflows();
    builder.Services.AddHousekeeping();
    builder.Services.AddMetricsStore().AddMetricsHousekeeping();
    builder.Services.AddSampling();
    builder.Services.AddLedgerCapability();

    var app = builder.Build();
    app.UseStatusPipeline();
    app.MapOperations();
    app.MapSignIn();
    app.MapHttpTriggers();
    app.MapGroup("/elsa/api").MapWorkflowDefinitions();
    app.MapLedger();

    var api = app.MapGroup("/api/v1");
    api.MapMetrics();
    api.MapRuns();

    return await app.RunStatusAsync(async (services, folder, cancellationToken) =>
    {
        var notice = await services.PrepareIdentityAsync(folder, cancellationToken);
        await services.PrepareLedgerAsync(cancellationToken);
        await services.PrepareWorkflowsAsync(cancellationToken);
        return notice;
    });
});
