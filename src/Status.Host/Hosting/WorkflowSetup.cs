using System.Security.Cryptography;
using Status.Activities;
using Status.Host.Hosting.Import;
using Status.Host.Identity;
using Status.Host.Triggers;
using Status.Workflows;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Http;
using Status.Workflows.Json;
using Status.Workflows.Persistence;
using Status.Workflows.Resilience;

namespace Status.Host.Hosting;

/// <summary>The engine with its stores on PostgreSQL, the shipped definitions, and what starts them.</summary>
internal static class WorkflowSetup
{
    /// <summary>Registers engine, stores, followers, timers, outbox, worker, import and HTTP triggers.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddStatusOptions<WorkflowFolderOptions>(WorkflowFolderOptions.SectionName);
        services.AddStatusOptions<Status.Workflows.Execution.ScriptSettings>(Status.Workflows.Execution.ScriptSettings.SectionName);
        services.AddStatusOptions<Status.Workflows.Expressions.NodeJs.NodeJsOptions>(Status.Workflows.Expressions.NodeJs.NodeJsOptions.SectionName);
        services.AddStatusOptions<Status.Workflows.Expressions.CSharp.CSharpOptions>(Status.Workflows.Expressions.CSharp.CSharpOptions.SectionName);
        services.AddStatusOptions<DefinitionLimits>(DefinitionLimits.SectionName);
        services.AddStatusOptions<EngineOptions>(EngineOptions.SectionName);
        services.AddStatusOptions<TaskOptions>(TaskOptions.SectionName);
        services.AddStatusOptions<BulkDispatchOptions>(BulkDispatchOptions.SectionName);
        services.AddStatusOptions<ResilienceOptions>(ResilienceOptions.SectionName);
        services.AddOutgoingHttp();
        services.AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly);
        services.AddPostgresWorkflowStores();
        // Before the worker: the lease is given back after the worker has stopped.
        services.AddWorkflowFeed();
        services.AddRunWorker();
        services.AddHostedService<NodeJsCheck>();
        services.AddSingleton<ShippedWorkflows>();
        services.AddHttpTriggers();
        return services;
    }

    /// <summary>Imports the shipped definitions and reads the key of tokens; before anything listens.</summary>
    public static async Task PrepareWorkflowsAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetRequiredService<ResumeTokens>().UseKey(
            await services.GetRequiredService<DataKeys>().GetOrCreateAsync("resume-tokens", () => RandomNumberGenerator.GetBytes(32), cancellationToken));
        await services.GetRequiredService<ShippedWorkflows>().ImportAsync(cancellationToken);
    }
}
