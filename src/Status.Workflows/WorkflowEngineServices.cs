using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Bookmarks;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Import.NodeRed;
using Status.Workflows.Resilience;
using Status.Workflows.Testing;

namespace Status.Workflows;

/// <summary>Registers the engine.</summary>
public static class WorkflowEngineServices
{
    /// <summary>
    /// Registers engine, compiler and the built-in activities. The stores (<see cref="IRunStore"/>, <see cref="IInbox"/>, <see cref="IDefinitionStore"/> …) are registered by
    /// whoever chooses the adapter; further activities with <see cref="AddActivitiesFrom"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddWorkflowEngine(this IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions<EngineOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        services.AddOptions<Composition.TaskOptions>();
        services.AddOptions<Composition.BulkDispatchOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Composition.BulkDispatchOptions>, Composition.BulkDispatchOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(p => new IdGenerator(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p =>
        {
            var registry = new ActivityRegistry().AddActivitiesFrom(typeof(WorkflowEngineServices).Assembly);
            foreach (var source in p.GetServices<ActivitySourceAssembly>()) registry.AddActivitiesFrom(source.Assembly);
            foreach (var type in p.GetRequiredService<LanguageSettings>().HiddenActivities) registry.Hide(type);
            return registry;
        });
        services.AddOptions<Json.DefinitionLimits>();
        services.AddResilience();
        services.AddOptions<ScriptSettings>();
        services.AddOptions<Expressions.CSharp.CSharpOptions>();
        services.AddOptions<Expressions.NodeJs.NodeJsOptions>();
        services.TryAddSingleton<LanguageSettings>();
        services.TryAddSingleton<Expressions.NodeJs.NodeJsPool>();
        services.TryAddSingleton(p => new PlanCompiler(p.GetRequiredService<ActivityRegistry>(), p.GetRequiredService<ExecutionPolicies>(), p.GetRequiredService<IOptions<EngineOptions>>()) { Languages = p.GetRequiredService<LanguageSettings>() });
        services.TryAddSingleton<DefinitionValidator>();
        services.TryAddSingleton<WorkflowActivities>();
        services.TryAddSingleton<DefinitionPublisher>();
        services.TryAddSingleton<DefinitionIntake>();
        services.TryAddSingleton<PublishRules>();
        services.TryAddSingleton<DefinitionLifeCycle>();
        services.TryAddSingleton<TestSuite>();
        services.TryAddSingleton<ActivityTest>();
        services.AddSingleton(p => p.GetRequiredService<LanguageSettings>().CSharpPlaces);
        services.AddSingleton(p => p.GetRequiredService<ActivityTest>().Places);
        services.TryAddSingleton<TestCaseRecorder>();
        services.TryAddSingleton<NodeRedImporter>();
        services.AddSingleton(p => StoredSurroundings.Check(p.GetRequiredService<TestSuite>(), p.GetRequiredService<IDefinitionStore>()));
        services.TryAddSingleton<IPlanSource, StoredPlans>();
        services.TryAddSingleton(p => new WorkflowEngine(
            p.GetRequiredService<IPlanSource>(),
            p.GetRequiredService<IRunStore>(),
            p,
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IdGenerator>(),
            p.GetRequiredService<ILogger<WorkflowEngine>>(),
            p.GetRequiredService<IOptions<EngineOptions>>().Value));
        services.TryAddSingleton<ResumeTokens>();
        services.TryAddSingleton<ReplyAwaiter>();
        services.TryAddSingleton(p => new ResumeIntake(p.GetRequiredService<IInbox>(), p.GetService<HostIdentity>(), p.GetService<HandedWork>(), p.GetService<RuntimeGate>()));
        return services;
    }

    /// <summary>Drains the inbox in the background. Needs the stores.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddRunWorker(this IServiceCollection services)
    {
        services.TryAddSingleton<HandedWork>();
        return services.AddHostedService<WorkflowActivitiesService>().AddHostedService<RunWorker>();
    }

    /// <summary>Makes the activities of an assembly available to definitions.</summary>
    /// <param name="services">The services.</param>
    /// <param name="assembly">Where the activity classes are.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddActivitiesFrom(this IServiceCollection services, System.Reflection.Assembly assembly) =>
        services.AddSingleton(new ActivitySourceAssembly(assembly));
}

/// <summary>An assembly with activity classes.</summary>
/// <param name="Assembly">The assembly.</param>
public sealed record ActivitySourceAssembly(System.Reflection.Assembly Assembly);
