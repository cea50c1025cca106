using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities;
using Status.Activities.Agreements;
using Status.Activities.Alerts;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Collectors;
using Status.Activities.Ledger;
using Status.Activities.Ledger.Notes;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Registry.Controls;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Feed.Outbox;
using Status.Workflows.Scheduling;

namespace Status.Contracts.Tests.Crashes;

/// <summary>
/// One process over a <see cref="ShippedWorld"/>: the engine, the followers, the timers and the outbox of the product, each step done by this thread so that every transaction has
/// its number. It dies at the transaction the crash point names.
/// </summary>
internal sealed class ShippedLife : IAsyncDisposable
{
    private static readonly object _lasting = new();

    /// <summary>Longer before its time than the product claims a tick, so that deaths find ticks that are claimed and not begun.</summary>
    private static readonly TimeSpan _ahead = TimeSpan.FromSeconds(2);

    private readonly ShippedWorld _world;
    private readonly ServiceProvider _services;
    private readonly HostIdentity _host;
    private readonly WorkflowEngine _engine;
    private readonly IInbox _inbox;
    private readonly IFeed _feed;
    private readonly ITimerStore _timers;
    private readonly DeliverySender _sender;
    private readonly HeldTicks _held = new();
    private int _random;

    public ShippedLife(ShippedWorld world, CrashPoint point)
    {
        _world = world;
        _host = new HostIdentity($"process-{++world.Lives}");
        var services = new ServiceCollection();
        AddProduct(services);
        AddWorld(services);
        AddDeath(services, point);
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<WorkflowEngine>();
        _inbox = _services.GetRequiredService<IInbox>();
        _feed = _services.GetRequiredService<IFeed>();
        _timers = _services.GetRequiredService<ITimerStore>();
        _sender = ActivatorUtilities.CreateInstance<DeliverySender>(_services, new CrashingDeliveries(_services.GetRequiredService<IDeliveryStore>(), point));
    }

    /// <summary>The inbox as others see it, who do not die with this process.</summary>
    public IInbox Inbox => _services.GetRequiredKeyedService<IInbox>(_lasting);

    /// <summary>The feed as others see it.</summary>
    public IFeed Feed => _services.GetRequiredKeyedService<IFeed>(_lasting);

    /// <summary>Publishes a shipped definition.</summary>
    public async Task PublishAsync(string json)
    {
        var imported = await _services.GetRequiredService<DefinitionPublisher>().ImportShippedAsync(json, default);
        Assert.True(imported.Outcome is ImportOutcome.Published, string.Join('\n', imported.Problems));
    }

    /// <summary>Says that it lives, and takes over what those before it held.</summary>
    public async Task BeginAsync(bool schedules)
    {
        if (!schedules) await _world.Stores.StopSchedulesAsync();
        // The clock of the leases is not the one of the world: that of a dead process ends when the next one comes.
        for (var dead = 1; dead < _world.Lives; dead++) await _services.GetRequiredKeyedService<IHostLeases>(_lasting).BeatAsync($"process-{dead}", TimeSpan.Zero, default);
        var leases = _services.GetRequiredService<IHostLeases>();
        await leases.BeatAsync(_host.Name, TimeSpan.FromDays(1), default);
        await leases.RecoverAsync(default);
    }

    /// <summary>Lets time pass, one due timer after the other, and does what becomes due.</summary>
    public async Task LiveUntilAsync(DateTimeOffset end)
    {
        await SettleAsync();
        while (true)
        {
            var now = _world.Time.GetUtcNow();
            var sweep = await _timers.FireDueAsync(now, 1, _host.Name, _ahead, default);
            _held.Add(sweep.Held);
            var claimed = sweep.Claimed;
            if (_held.TakeDue(now) is { Count: > 0 } due) claimed = [.. claimed, .. await _timers.BeginAsync(_host.Name, due, default)];
            foreach (var run in claimed) await RunAsync(run);
            if (sweep.Fired > 0 || claimed.Count > 0) await SettleAsync();
            else if (Next(sweep, now) is { } next && next <= end) _world.Time.MoveTo(next);
            else break;
        }

        if (end > _world.Time.GetUtcNow()) _world.Time.MoveTo(end);
        await SettleAsync();
    }

    /// <summary>The orderly end: what it has claimed for later goes back to its schedules.</summary>
    public async Task EndAsync()
    {
        await _timers.GiveBackAsync(_host.Name, default);
        _held.Clear();
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

    private DateTimeOffset? Next(TimerSweep sweep, DateTimeOffset now)
    {
        var times = ((DateTimeOffset?[])[sweep.NextDue, sweep.NextAhead - _ahead, _held.Next]).Where(t => t > now).ToList();
        return times.Count == 0 ? null : times.Min();
    }

    private async Task<bool> WorkAsync()
    {
        var any = false;
        while (await _inbox.ClaimAsync(_host.Name, 1, default) is [var claimed])
        {
            any = true;
            await RunAsync(claimed);
        }

        return any;
    }

    private async Task RunAsync(ClaimedRun claimed)
    {
        var result = await _engine.RunAsync(claimed);
        if (result is null) await _inbox.CompleteAsync(_host.Name, [.. claimed.Items.Select(i => i.Id)], default);
        else Assert.Equal(CommitStatus.Committed, result.Commit);
    }

    private async Task<bool> FollowAsync(Follower follower)
    {
        var from = await _feed.AcquireCursorAsync(follower.Name, _host.Name, default) ?? throw new InvalidOperationException($"Somebody else drives {follower.Name}.");
        var facts = await _feed.ReadAsync(from, follower.BatchSize, default);
        if (facts.Count == 0) return false;
        var wanted = facts.Where(f => follower.FactTypes.Count == 0 || follower.FactTypes.Any(t => t.EndsWith(".*", StringComparison.Ordinal) ? f.Type.StartsWith(t[..^1], StringComparison.Ordinal) : f.Type == t)).ToList();
        if (wanted.Count == 0)
        {
            await _feed.AdvanceAsync(new FollowerCommit(follower.Name, _host.Name, from, facts[^1].Position, FollowerEffect.None, []), default);
            return true;
        }

        var effect = await follower.DigestAsync(wanted, default);
        Assert.Empty(effect.Parked);
        effect = effect with { WriteCause = effect.WriteCause ?? wanted[^1], Writes = SqlWrites.On(_world.Database, effect.Writes) };
        Assert.True(await _feed.AdvanceAsync(new FollowerCommit(follower.Name, _host.Name, from, facts[^1].Position, effect, []), default));
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
        services.AddWorkflowFeed().AddAlerts().AddLedger().AddAgreementEvaluation();
        services.AddSingleton<ControlSchedule>().AddSingleton<IMetricSamples, MetricSamples>().AddSingleton(new HttpSource(new HttpClient(_world.Network, disposeHandler: false)));
        services.AddSingleton(new LedgerSigner(LedgerHarness.Seed, "test.example/ledger"));
    }

    /// <summary>What survives takes the place of what a process brings along.</summary>
    private void AddWorld(ServiceCollection services)
    {
        services.AddSingleton(_world.Database).AddSingleton(Options.Create(new EvidenceOptions()));
        _world.Stores.AddTo(services);
        services.AddSingleton(_world.Signals);
        services.AddSingleton(_world.Metrics).AddSingleton<IMetricWindows>(_world.Metrics).AddSingleton<IMetricReader>(_world.Metrics);
        services.AddSingleton(_world.Agreements).AddSingleton<IAgreementCatalog>(_world.Agreements);
        services.AddSingleton<IHttpClientFactory>(new WorldNetwork(_world.Network));
    }

    /// <summary>Every store of a process may be the one whose transaction it dies of.</summary>
    private void AddDeath(ServiceCollection services, CrashPoint point)
    {
        Surround<IRunStore>(services, inner => new CrashingStore(new SqlWritingStore(inner, _world), point));
        Surround<IInbox>(services, inner => new CrashingInbox(inner, point));
        Surround<IFeed>(services, inner => new CrashingFeed(inner, point));
        Surround<ITimerStore>(services, inner => new CrashingTimers(inner, point));
        Surround<IHostLeases>(services, inner => new CrashingLeases(inner, point));
    }

    private static void Surround<T>(ServiceCollection services, Func<T, T> by)
        where T : class
    {
        var inner = services.Last(s => s.ServiceType == typeof(T));
        services.AddKeyedSingleton(_lasting, (provider, _) =>
            (T)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)));
        services.AddSingleton(provider => by(provider.GetRequiredKeyedService<T>(_lasting)));
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
