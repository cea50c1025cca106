using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Bookmarks;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;
using Status.Workflows.Scheduling;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Postgres;

/// <summary>Ticks that a host has claimed before their time: what becomes of them when the host dies, and when their schedule is not what it was.</summary>
public sealed class TicksAheadTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private static readonly TimeSpan _ahead = TimeSpan.FromSeconds(1);
    private StoreHost _host = null!;
    private StoreHost _other = null!;

    private DateTimeOffset Now => _host.Time.GetUtcNow();

    public Task InitializeAsync()
    {
        (_host, _other) = StoreHost.PostgresPair(database.DataSource);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var timer in await _host.Timers.GetTriggersAsync(default)) await _host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [], default);
        await _host.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Fire_SoonDue_IsHeldAndBegunOnce()
    {
        var timer = await TimerAsync("00:00:10");
        Advance(9.5);

        var sweep = await SweepAsync(_host);

        Assert.Empty(sweep.Claimed);
        Assert.Equal(timer.Due, Assert.Single(sweep.Held).Items[0].NotBefore);
        Assert.Equal(timer.Due.AddSeconds(10), sweep.NextAhead);
        Assert.Empty((await SweepAsync(_other)).Held);
        Assert.DoesNotContain(await _other.Inbox.ClaimAsync(_other.Name, 1000, default), r => r.Items[0].DefinitionId == timer.DefinitionId);
        Advance(0.5);
        Assert.Empty(await _other.Timers.BeginAsync(_other.Name, sweep.Held, default));
        Assert.Equal(sweep.Held, await _host.Timers.BeginAsync(_host.Name, sweep.Held, default));
        Assert.Empty(await _host.Timers.BeginAsync(_host.Name, sweep.Held, default));
    }

    [Fact]
    public async Task Fire_SeveralTicksWithinTheLead_HoldsEachAndCountsNoneAsMissed()
    {
        var timer = await TimerAsync("00:00:00.250");
        Advance(9.5);

        var sweep = await SweepAsync(_host);

        Assert.Equal([timer.Due, timer.Due.AddSeconds(0.25), timer.Due.AddSeconds(0.5)], sweep.Held.Select(h => h.Items[0].NotBefore!.Value));
        Assert.Equal(0, (await ReadAsync(timer)).Missed);
    }

    [Fact]
    public async Task Fire_OneTimeOnly_IsNotClaimedAhead()
    {
        var timer = await TimerAsync("", ScheduleKind.Once);
        Advance(9.5);
        Assert.Equal(0, (await SweepAsync(_host)).Fired);
        Advance(0.5);
        Assert.Equal(timer.DefinitionId, Assert.Single((await SweepAsync(_host)).Claimed).Items[0].DefinitionId);
    }

    [Theory]
    [InlineData(MisfirePolicy.Once, 2, 1)]
    [InlineData(MisfirePolicy.Skip, 2, 1)]
    [InlineData(MisfirePolicy.All, 22, 3)]
    [InlineData(MisfirePolicy.Once, 300, 1)]
    [InlineData(MisfirePolicy.Skip, 300, 0)]
    [InlineData(MisfirePolicy.All, 300, 30)]
    public async Task HostDies_HoldingATick_AnotherFollowsTheMisfirePolicy(MisfirePolicy misfire, int secondsLater, int runs)
    {
        var timer = await TimerAsync("00:00:10", misfire: misfire);
        Advance(9.5);
        var held = (await SweepAsync(_host)).Held;
        Assert.Single(held);

        await KillAsync(_host);
        Advance(secondsLater);
        Assert.True(await _other.Leases.RecoverAsync(default) > 0);
        Assert.Equal((timer.Due, (DateTimeOffset?)null), ((await ReadAsync(timer)).Due, (await ReadAsync(timer)).LastTickAt));
        var sweep = await SweepAsync(_other, TimeSpan.Zero);

        Assert.Equal(runs, sweep.Claimed.Count);
        Assert.Empty(await _host.Timers.BeginAsync(_host.Name, held, default));
        if (runs > 0) Assert.Equal(held[0].InstanceId, sweep.Claimed[0].InstanceId);
    }

    [Fact]
    public async Task HostDies_AfterItBegan_AnotherRunsThatRun()
    {
        await TimerAsync("00:00:10", misfire: MisfirePolicy.Skip);
        Advance(9.5);
        var held = (await SweepAsync(_host)).Held;
        Advance(0.5);
        Assert.Single(await _host.Timers.BeginAsync(_host.Name, held, default));

        await KillAsync(_host);
        Advance(300);
        await _other.Leases.RecoverAsync(default);

        Assert.Single(await _other.Inbox.ClaimAsync(_other.Name, 1000, default), r => r.InstanceId == held[0].InstanceId);
    }

    [Fact]
    public async Task Pause_BetweenClaimAndTime_StartsNothingAndLooksAsBefore()
    {
        var timer = await TimerAsync("00:00:10");
        Advance(10);
        Assert.Single((await SweepAsync(_host)).Claimed);
        Advance(9.5);
        var held = (await SweepAsync(_host)).Held;
        Assert.Single(held);

        await _other.Timers.SetPausedAsync(timer.DefinitionId, "a", "anna", null, default);

        Advance(0.5);
        Assert.Empty(await _host.Timers.BeginAsync(_host.Name, held, default));
        var paused = await ReadAsync(timer);
        Assert.Equal((timer.Due.AddSeconds(10), timer.Due), (paused.Due, paused.LastTickAt));
        Assert.Equal(timer.Due.AddSeconds(20), (await _other.Timers.SetPausedAsync(timer.DefinitionId, "a", null, null, default))!.Due);
    }

    [Fact]
    public async Task Pause_AfterTheTimeOfATickThatNobodyBegan_LeavesItToWhoeverTakesIt()
    {
        var timer = await TimerAsync("00:00:10");
        Advance(9.5);
        var held = (await SweepAsync(_host)).Held;
        await KillAsync(_host);
        Advance(1);

        await _other.Timers.SetPausedAsync(timer.DefinitionId, "a", "anna", null, default);

        Assert.Single(await _other.Inbox.ClaimAsync(_other.Name, 1000, default), r => r.InstanceId == held[0].InstanceId);
        Assert.Empty(await _host.Timers.BeginAsync(_host.Name, held, default));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("00:00:20", 0)]
    [InlineData("00:00:10", 1)]
    public async Task Publish_BetweenClaimAndTime_KeepsTheTickOnlyIfTheScheduleIsTheSame(string? schedule, int begun)
    {
        var timer = await TimerAsync("00:00:10");
        Advance(9.5);
        var held = (await SweepAsync(_host)).Held;
        Assert.Single(held);

        await _other.Timers.ReplaceTriggersAsync(timer.DefinitionId, schedule is null ? [] : [timer with { Schedule = schedule, Due = Now.AddSeconds(20) }], default);

        Advance(0.5);
        Assert.Equal(begun, (await _host.Timers.BeginAsync(_host.Name, held, default)).Count);
    }

    [Fact]
    public async Task Starter_BeforeTheTime_BeginsNothing_AtTheTime_HandsOver()
    {
        await TimerAsync("00:00:10");
        Advance(9.5);
        var (starter, held, handed) = Starter(null);
        held.Add((await SweepAsync(_host)).Held);

        Advance(0.499);
        await starter.StepAsync(default);
        Assert.Null(handed.Take());
        Advance(0.001);
        await starter.StepAsync(default);
        Assert.NotNull(handed.Take());
        Assert.Null(held.Next);
    }

    [Fact]
    public async Task Starter_RuntimePaused_GivesEverythingBack()
    {
        var timer = await TimerAsync("00:00:10");
        Advance(9.5);
        var gate = new RuntimeGate();
        var (starter, held, handed) = Starter(gate);
        held.Add((await SweepAsync(_host)).Held);

        gate.Set(new RuntimePause(Now, "anna", null));
        Advance(0.5);
        await starter.StepAsync(default);

        Assert.Null(handed.Take());
        Assert.Null(held.Next);
        Assert.Equal(timer.Due, (await ReadAsync(timer)).Due);
        Assert.DoesNotContain(await _other.Inbox.ClaimAsync(_other.Name, 1000, default), r => r.Items[0].DefinitionId == timer.DefinitionId);
    }

    private (TickStarter Starter, HeldTicks Held, HandedWork Handed) Starter(RuntimeGate? gate)
    {
        var (held, handed) = (new HeldTicks(), new HandedWork { IsTaken = true });
        return (new TickStarter(_host.Timers, held, handed, _host.Services.GetRequiredService<HostIdentity>(), gate, TimeSpan.FromMilliseconds(1), _host.Time, NullLogger.Instance), held, handed);
    }

    private void Advance(double seconds) => _host.Time.Advance(TimeSpan.FromSeconds(seconds));

    private ValueTask<TimerSweep> SweepAsync(StoreHost host, TimeSpan? ahead = null) => host.Timers.FireDueAsync(Now, 256, host.Name, ahead ?? _ahead, default);

    private async Task<TriggerTimer> ReadAsync(TriggerTimer timer) => (await _host.Timers.GetTriggersAsync(default)).Single(t => t.DefinitionId == timer.DefinitionId);

    private async Task<TriggerTimer> TimerAsync(string schedule, ScheduleKind kind = ScheduleKind.Interval, MisfirePolicy misfire = MisfirePolicy.Once)
    {
        var timer = new TriggerTimer { DefinitionId = NewId("def"), ActivityId = "a", Schedule = schedule, Kind = kind, Due = Now.AddSeconds(10), Misfire = misfire };
        await _host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        return timer;
    }

    /// <summary>As after SIGKILL and the end of its lease.</summary>
    private async Task KillAsync(StoreHost host)
    {
        await using var command = database.DataSource.CreateCommand("update workflows.hosts set lease_until = clock_timestamp() - interval '1 second' where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = host.Name });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
