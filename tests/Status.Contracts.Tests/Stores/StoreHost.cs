using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Workflows.Composition;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Persistence;
using Status.Workflows.Persistence.InMemory;
using Status.Workflows.Scheduling;

namespace Status.Contracts.Tests.Stores;

/// <summary>The stores as one host of a cluster sees them.</summary>
public sealed class StoreHost(ServiceProvider services, ManualTime time) : IAsyncDisposable
{
    public ManualTime Time { get; } = time;

    public string Name { get; } = services.GetRequiredService<HostIdentity>().Name;

    public IRunStore Runs { get; } = services.GetRequiredService<IRunStore>();

    public IInbox Inbox { get; } = services.GetRequiredService<IInbox>();

    public IFeed Feed { get; } = services.GetRequiredService<IFeed>();

    public ITimerStore Timers { get; } = services.GetRequiredService<ITimerStore>();

    public IDefinitionStore Definitions { get; } = services.GetRequiredService<IDefinitionStore>();

    public ITaskStore Tasks { get; } = services.GetRequiredService<ITaskStore>();

    public IHostLeases Leases { get; } = services.GetRequiredService<IHostLeases>();

    public IServiceProvider Services { get; } = services;

    public async ValueTask DisposeAsync() => await services.DisposeAsync();

    /// <summary>Two hosts on the same stores in memory.</summary>
    public static (StoreHost Host, StoreHost Other) InMemoryPair()
    {
        var first = InMemory();
        var state = first.Services.GetRequiredService<InMemoryState>();
        return (first, Build("b", first.Time, s => { s.AddInMemoryWorkflowStores(); s.AddSingleton(state); }));
    }

    /// <summary>Two hosts on a database, with one clock.</summary>
    public static (StoreHost Host, StoreHost Other) PostgresPair(NpgsqlDataSource dataSource)
    {
        var time = new ManualTime();
        return (Postgres(dataSource, "a", time), Postgres(dataSource, "b", time));
    }

    /// <summary>A host on its own in-memory stores.</summary>
    public static StoreHost InMemory(string name = "a", Action<IServiceCollection>? configure = null) =>
        Build(name, new ManualTime(), s => { s.AddInMemoryWorkflowStores(); configure?.Invoke(s); });

    /// <summary>A host on a database; the hosts of a test share its clock.</summary>
    public static StoreHost Postgres(NpgsqlDataSource dataSource, string name = "a", ManualTime? time = null, Action<IServiceCollection>? configure = null) =>
        Build(name, time ?? new ManualTime(), s => { s.AddSingleton(dataSource); s.AddPostgresWorkflowStores(); configure?.Invoke(s); });

    private static StoreHost Build(string name, ManualTime time, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(new HostIdentity(name));
        add(services);
        return new StoreHost(services.BuildServiceProvider(), time);
    }
}
