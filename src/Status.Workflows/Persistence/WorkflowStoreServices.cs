using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Status.Workflows.Composition;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Feed.Outbox;
using Status.Workflows.Operations;
using Status.Workflows.Persistence.InMemory;
using Status.Workflows.Persistence.Postgres;
using Status.Workflows.Resilience;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence;

/// <summary>Registers the stores of runs, accepted work, timers, facts and definitions.</summary>
public static class WorkflowStoreServices
{
    /// <summary>
    /// Stores in memory, for tests and benchmarks. Registers <see cref="TimeProvider"/> and a <see cref="HostIdentity"/> unless they are there.
    /// </summary>
    public static IServiceCollection AddInMemoryWorkflowStores(this IServiceCollection services)
    {
        AddCommon(services);
        services.AddSingleton<InMemoryState>();
        services.AddSingleton<InMemoryHostLeases>();
        services.AddSingleton<IHostLeases>(s => s.GetRequiredService<InMemoryHostLeases>());
        services.AddSingleton<IRunStore, InMemoryRunStore>();
        services.AddSingleton<IRunCatalog, InMemoryRunCatalog>();
        services.AddSingleton<IInbox, InMemoryInbox>();
        services.AddSingleton<IFeed, InMemoryFeed>();
        services.AddSingleton<ITimerStore, InMemoryTimerStore>();
        services.AddSingleton<IRuntimePauseStore, InMemoryRuntimePauseStore>();
        services.AddSingleton<IDefinitionStore, InMemoryDefinitionStore>();
        services.AddSingleton<IRefusedDraftStore, InMemoryRefusedDraftStore>();
        services.AddSingleton<IDeliveryStore, InMemoryDeliveryStore>();
        services.AddSingleton<ITaskStore, InMemoryTaskStore>();
        services.AddSingleton<IDispatchList, InMemoryDispatchList>();
        services.AddSingleton<IAlterationStore, InMemoryAlterationStore>();
        services.AddSingleton<IAlterationLog>(s => s.GetRequiredService<IAlterationStore>());
        return services;
    }

    /// <summary>
    /// Stores in PostgreSQL. Needs an <c>NpgsqlDataSource</c> on a migrated database; build it from a connection string that went through
    /// <see cref="ConnectionTuning.Tune"/>.
    /// </summary>
    public static IServiceCollection AddPostgresWorkflowStores(this IServiceCollection services)
    {
        AddCommon(services);
        services.AddSingleton<FactPartitions>();
        services.AddSingleton<GroupCommitter>();
        services.AddSingleton<PostgresHostLeases>();
        services.AddSingleton<IHostLeases>(s => s.GetRequiredService<PostgresHostLeases>());
        services.AddSingleton<IRunStore, PostgresRunStore>();
        services.AddSingleton<IRunCatalog, PostgresRunCatalog>();
        services.AddSingleton<IInbox, PostgresInbox>();
        services.AddSingleton<IFeed, PostgresFeed>();
        services.AddSingleton<ITimerStore, PostgresTimerStore>();
        services.AddSingleton<IRuntimePauseStore, PostgresRuntimePauseStore>();
        services.AddSingleton<PostgresDefinitionStore>();
        services.AddSingleton<IDefinitionStore>(s => s.GetRequiredService<PostgresDefinitionStore>());
        services.AddSingleton<IRefusedDraftStore, PostgresRefusedDraftStore>();
        services.AddSingleton<IDeliveryStore, PostgresDeliveryStore>();
        services.AddSingleton<ITaskStore, PostgresTaskStore>();
        services.AddSingleton<IDispatchList, PostgresDispatchList>();
        services.AddSingleton<IAlterationStore, PostgresAlterationStore>();
        services.AddSingleton<IAlterationLog>(s => s.GetRequiredService<IAlterationStore>());
        services.AddSingleton<NotificationListener>();
        services.AddHostedService(s => s.GetRequiredService<NotificationListener>());
        return services;
    }

    private static void AddCommon(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new IdGenerator(s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new HostIdentity($"{Environment.MachineName}-{s.GetRequiredService<IdGenerator>().NewId()[^8..]}"));
        services.TryAddSingleton<StoreSignals>();
        services.AddOptions<TimerOptions>();
        services.TryAddSingleton<CronOccurrence>((expression, after, zone) => CronExpression.Parse(expression).GetNextOccurrence(after, zone));
        services.TryAddSingleton(s => new ScheduleCalculator(s.GetRequiredService<CronOccurrence>(), s.GetRequiredService<IOptions<TimerOptions>>().Value));
    }
}
