using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities;
using Status.Activities.Agreements;
using Status.Activities.Agreements.Points;
using Status.Activities.Alerts;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Collectors;
using Status.Activities.Evidence.Storage;
using Status.Activities.Ledger;
using Status.Activities.Ledger.Notes;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Registry.Computations;
using Status.Activities.Registry.Controls;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Feed.Outbox;
using Status.Workflows.Persistence;
using Status.Workflows.Persistence.InMemory;
using Status.Workflows.Scheduling;

namespace Status.Contracts.Tests.Crashes;

/// <summary>
/// One process over a <see cref="ShippedWorld"/>: the engine, the followers, the timers and the outbox of the product, each step done by this thread so that every transaction has
/// its number. It dies at the transaction the crash point names.
/// </summary>
internal sealed class ShippedLife : IAsyncDisposable
{
    private readonly ShippedWorld _world;
    private readonly CrashPoint _point;
    private readonly ServiceProvider _services;
    private readonly HostIdentity _host;
    private readonly WorkflowEngine _engine;
    private readonly IInbox _inbox;
    private readonly IFeed _feed;
    private readonly DeliverySender _sender;
    private int _random;

    public ShippedLife(ShippedWorld world, CrashPoint point)
    {
        (_world, _point) = (world, point);
        _host = new HostIdentity($"process-{++world.Lives}");
        var services = new ServiceCollection();
        AddProduct(services);
        AddWorld(services);
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<WorkflowEngine>();
        _inbox = _services.GetRequiredService<IInbox>();
        _feed = _services.GetRequiredService<IFeed>();
        _sender = ActivatorUtilities.CreateInstance<DeliverySender>(_services, new CrashingDeliveries(world.Deliveries, point));
    }

    public IInbox Inbox => _inbox;

    public IFeed Feed => _feed;

    /// <summary>Publishes a shipped definition.</summary>
    public async Task PublishAsync(string json)
    {
        var imported = await _services.GetRequiredService<DefinitionPublisher>().ImportShippedAsync(json, default);
        Assert.True(imported.Outcome is ImportOutcome.Published, string.Join('\n', imported.Problems));
    }

    /// <summary>Takes over what an earlier process held.</summary>
    public async Task BeginAsync(bool schedules)
    {
        if (!schedules) _world.State.TriggerTimers.Clear();
        var leases = _services.GetRequiredService<IHostLeases>();
        await leases.BeatAsync(_host.Name, TimeSpan.FromDays(1), default);
        for (var dead = 1; dead < _world.Lives; dead++) await leases.RetireAsync($"process-{dead}", default);
    }

    /// <summary>Lets time pass, one due timer after the other, and does what becomes due.</summary>
    public async Task LiveUntilAsync(DateTimeOffset end)
    {
        var timers = _services.GetRequiredService<ITimerStore>();
        await SettleAsync();
        while (true)
        {
            var sweep = await timers.FireDueAsync(_world.Time.GetUtcNow(), 1, null, default);
            if (sweep.Fired > 0) await SettleAsync();
            else if (sweep.NextDue <= end) _world.Time.MoveTo(sweep.NextDue.Value);
            else break;
        }

        if (end > _world.Time.GetUtcNow()) _world.Time.MoveTo(end);
        await SettleAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Does accepted work, follows the facts and sends what is due until nothing of it is left.</summary>
    private async Task SettleAsync()
    {
        var moved = true;
        while (moved)
        {
            moved = await WorkAsync();
            foreach (var follower in _services.GetServices<Follower>()) moved |= await FollowAsync(follower);
            var sent = _world.Received.Count;
            await _sender.SendDueAsync(default);
            moved |= _world.Received.Count > sent;
        }
    }

    private async Task<bool> WorkAsync()
    {
        var any = false;
        while (await _inbox.ClaimAsync(_host.Name, 1, default) is [var claimed])
        {
            any = true;
            var result = await _engine.RunAsync(claimed);
            if (result is null) await _inbox.CompleteAsync(_host.Name, [.. claimed.Items.Select(i => i.Id)], default);
            else Assert.Equal(CommitStatus.Committed, result.Commit);
        }

        return any;
    }

    private async Task<bool> FollowAsync(Follower follower)
    {
        var from = await _feed.AcquireCursorAsync(follower.Name, _host.Name, default) ?? throw new InvalidOperationException($"Somebody else drives {follower.Name}.");
        var facts = await _feed.ReadAsync(from, follower.BatchSize, default);
        if (facts.Count == 0) return false;
        var wanted = facts.Where(f => follower.FactTypes.Count == 0 || follower.FactTypes.Any(t => t.EndsWith(".*", StringComparison.Ordinal) ? f.Type.StartsWith(t[..^1], StringComparison.Ordinal) : f.Type == t)).ToList();
        if (wanted.Count == 0)
        {
            // Passing over what it does not want changes nothing that anybody could see: no transaction worth a crash.
            await _feed.AdvanceAsync(new FollowerCommit(follower.Name, _host.Name, from, facts[^1].Position, FollowerEffect.None, []), default);
            return true;
        }

        var effect = await follower.DigestAsync(wanted, default);
        Assert.Empty(effect.Parked);
        effect = effect with { WriteCause = effect.WriteCause ?? wanted[^1], Writes = SqlWrites.On(_world.Database, effect.Writes) };
        Assert.True(await _point.DoAsync(() => _feed.AdvanceAsync(new FollowerCommit(follower.Name, _host.Name, from, facts[^1].Position, effect, []), default)));
        follower.OnCommitted(effect);
        return true;
    }

    private void AddProduct(ServiceCollection services)
    {
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Status:Alerts:Receivers:ops:Url"] = "https://ops.example/",
            ["Status:Alerts:Receivers:boss:Url"] = "https://boss.example/",
            ["Status:Alerts:Receivers:boss:Tier"] = "1",
        }).Build());
        services.AddSingleton<TimeProvider>(_world.Time).AddSingleton(_host).AddSingleton(new IdGenerator(_world.Time, Fill));
        services.AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly);
        services.AddInMemoryWorkflowStores();
        services.AddWorkflowFeed().AddAlerts().AddLedger().AddAgreementEvaluation();
        services.AddSingleton<ControlSchedule>().AddSingleton<IMetricSamples, MetricSamples>().AddSingleton(new HttpSource(new HttpClient(_world.Network, disposeHandler: false)));
        services.AddSingleton(new LedgerSigner(LedgerHarness.Seed, "test.example/ledger"));
    }

    /// <summary>What survives takes the place of what a process brings along.</summary>
    private void AddWorld(ServiceCollection services)
    {
        services.AddSingleton(_world.State).AddSingleton(_world.Signals).AddSingleton(_world.Database);
        services.AddSingleton<IDeliveryStore>(_world.Deliveries);
        services.AddSingleton<IRunStore>(p => new CrashingStore(new SqlWritingStore(ActivatorUtilities.CreateInstance<InMemoryRunStore>(p), _world), _point));
        services.AddSingleton(_world.Metrics).AddSingleton<IMetricWindows>(_world.Metrics).AddSingleton<IMetricReader>(_world.Metrics);
        services.AddSingleton(_world.Evidence).AddSingleton<IEvidenceBlobs>(_world.Evidence).AddSingleton<IEvidenceIndex>(_world.Evidence).AddSingleton(Options.Create(new EvidenceOptions()));
        services.AddSingleton(_world.Computations).AddSingleton<IComputationStore>(_world.Computations).AddSingleton<IComputationSummaries>(_world.Computations);
        services.AddSingleton(_world.Points).AddSingleton<IPointStore>(_world.Points);
        services.AddSingleton(_world.Agreements).AddSingleton<IAgreementCatalog>(_world.Agreements);
        services.AddSingleton<IHttpClientFactory>(new WorldNetwork(_world.Network));
    }

    /// <summary>Ids of a process never meet those of another, as random ones would not.</summary>
    private void Fill(Span<byte> bytes)
    {
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes[^4..], Interlocked.Increment(ref _random));
        bytes[^5] = (byte)_world.Lives;
    }

    private sealed class WorldNetwork(HttpMessageHandler handler) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false);
    }
}
