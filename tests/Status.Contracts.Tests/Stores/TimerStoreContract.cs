using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;
using Status.Workflows.Scheduling;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store of timers promises.</summary>
public abstract class TimerStoreContract : StoreContract
{
    private DateTimeOffset Now => Host.Time.GetUtcNow();

    [Fact]
    public async Task Fire_BookmarkTimer_ResumesItsRunOnce()
    {
        var run = NewId();
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, run + "b", run)], TimersCreated = [new BookmarkTimer(run + "b", Now.AddSeconds(30))] });

        await SweepAsync();
        Assert.Null(await FindAsync(run));
        Host.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await SweepAsync()).Fired);
        Assert.Equal(0, (await SweepAsync()).Fired);

        var item = (await FindAsync(run))!;
        Assert.Equal((InboxItemKind.Resume, run + "b"), (item.Kind, item.BookmarkId));
    }

    [Fact]
    public async Task Fire_BurnedBookmark_IsForgotten()
    {
        var run = NewId();
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, run + "b", run)], TimersCreated = [new BookmarkTimer(run + "b", Now.AddSeconds(1))] });
        await CommittedAsync(Commit(run, 1) with { BookmarksBurned = [run + "b"] });
        Host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await SweepAsync()).Fired);
    }

    [Fact]
    public async Task Fire_Interval_StartsOneRunPerTickAndSaysWhenTheNextIsDue()
    {
        var timer = Timer("00:00:10", ScheduleKind.Interval);
        var due = timer.Due;
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromSeconds(10));

        var sweep = await SweepAsync();

        Assert.Equal(1, sweep.Fired);
        Assert.Equal(due.AddSeconds(10), sweep.NextDue);
        Assert.Equal(1, await StartsAsync(timer.DefinitionId));
    }

    [Theory]
    [InlineData(MisfirePolicy.Once, 1)]
    [InlineData(MisfirePolicy.Skip, 0)]
    [InlineData(MisfirePolicy.All, 31)]
    public async Task Fire_AfterFiveMinutesWithoutAHost_FollowsTheMisfirePolicy(MisfirePolicy misfire, int runs)
    {
        var timer = Timer("00:00:10", ScheduleKind.Interval) with { Misfire = misfire };
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromSeconds(310));

        await SweepAsync();

        Assert.Equal(runs, await StartsAsync(timer.DefinitionId));
        Assert.Equal(timer.Due.AddSeconds(310), (await Host.Timers.GetTriggersAsync(default)).Single(t => t.DefinitionId == timer.DefinitionId).Due);
    }

    [Fact]
    public async Task Fire_Cron_IsDueAgainAtItsNextTime()
    {
        var timer = Timer("0 */5 * * * *", ScheduleKind.Cron) with { Due = new DateTimeOffset(2026, 3, 1, 12, 5, 0, TimeSpan.Zero) };
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromMinutes(6));
        await SweepAsync();
        var next = (await Host.Timers.GetTriggersAsync(default)).Single(t => t.DefinitionId == timer.DefinitionId).Due;
        Assert.Equal(0, next.Minute % 5);
        Assert.InRange(next - Now, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Fire_MissedTimes_AreCounted()
    {
        var timer = Timer("00:00:10", ScheduleKind.Interval);
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromSeconds(310));
        await SweepAsync();
        var after = await OneAsync(timer);
        Assert.Equal((30, timer.Due), (after.Missed, after.LastTickAt));

        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Assert.Equal(30, (await OneAsync(timer)).Missed);
    }

    [Fact]
    public async Task SetPaused_Schedule_StartsNothingUntilItGoesOnAtItsNextTime()
    {
        var timer = Timer("00:00:10", ScheduleKind.Interval) with { Misfire = MisfirePolicy.All };
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);

        var paused = await Host.Timers.SetPausedAsync(timer.DefinitionId, "a", "anna", null, default);
        Assert.Equal((Now, "anna"), (paused!.PausedAt, paused.PausedBy));
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromSeconds(95));
        await SweepAsync();
        Assert.Equal(0, await StartsAsync(timer.DefinitionId));
        Assert.Equal("anna", (await OneAsync(timer)).PausedBy);

        var again = await Host.Timers.SetPausedAsync(timer.DefinitionId, "a", null, null, default);
        Assert.Equal(timer.Due.AddSeconds(90), again!.Due);
        Assert.Null(again.PausedAt);
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        await SweepAsync();
        Assert.Equal(1, await StartsAsync(timer.DefinitionId));
        Assert.Null(await Host.Timers.SetPausedAsync(timer.DefinitionId, "nobody", "anna", null, default));
    }

    [Fact]
    public async Task SetPaused_AlreadyPaused_KeepsWhoAndWhenAndMakesNoNote()
    {
        var timer = Timer("00:00:10", ScheduleKind.Interval);
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        var first = await Host.Timers.SetPausedAsync(timer.DefinitionId, "a", "anna", null, default);
        Host.Time.Advance(TimeSpan.FromSeconds(5));

        var second = await Host.Timers.SetPausedAsync(timer.DefinitionId, "a", "berta", (_, _) => throw new InvalidOperationException("noted"), default);

        Assert.Equal((first!.PausedAt, "anna"), (second!.PausedAt, second.PausedBy));
    }

    [Fact]
    public async Task Pause_OfTheRuntime_IsKeptUntilItIsTakenAway()
    {
        var store = Host.Services.GetRequiredService<IRuntimePauseStore>();
        var pause = new RuntimePause(Now, "anna", "upgrade");

        Assert.Equal(pause, await store.SetAsync(pause, null, default));
        Assert.Equal(pause, await store.SetAsync(new RuntimePause(Now.AddMinutes(1), "berta", null), null, default));
        Assert.Equal(pause, await store.GetAsync(default));
        Assert.Null(await store.SetAsync(null, null, default));
        Assert.Null(await store.SetAsync(null, null, default));
        Assert.Null(await store.GetAsync(default));
    }

    [Fact]
    public async Task Fire_ScheduleThatCannotBeRead_DoesNotStopTheOthers()
    {
        var (bad, good) = (Timer("never", ScheduleKind.Cron), Timer("00:01:00", ScheduleKind.Interval));
        await Host.Timers.ReplaceTriggersAsync(bad.DefinitionId, [bad], default);
        await Host.Timers.ReplaceTriggersAsync(good.DefinitionId, [good], default);
        Host.Time.Advance(TimeSpan.FromSeconds(11));

        var sweep = await SweepAsync();

        Assert.Contains(sweep.Problems, p => p.Contains(bad.DefinitionId, StringComparison.Ordinal));
        Assert.Equal(1, await StartsAsync(good.DefinitionId));
    }

    [Fact]
    public async Task Replace_SameSchedule_KeepsTheNextTime()
    {
        var timer = Timer("00:00:10", ScheduleKind.Interval);
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer with { Due = timer.Due.AddHours(1) }], default);
        Assert.Equal(timer.Due, (await Host.Timers.GetTriggersAsync(default)).Single(t => t.DefinitionId == timer.DefinitionId).Due);

        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer with { Schedule = "00:00:20", Due = timer.Due.AddHours(1) }], default);
        Assert.Equal(timer.Due.AddHours(1), (await Host.Timers.GetTriggersAsync(default)).Single(t => t.DefinitionId == timer.DefinitionId).Due);

        await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [], default);
        Assert.DoesNotContain(await Host.Timers.GetTriggersAsync(default), t => t.DefinitionId == timer.DefinitionId);
    }

    [Fact]
    public async Task Fire_TwoHostsSweepAtTheSameTime_EveryTickStartsExactlyOneRun()
    {
        var timers = Enumerable.Range(0, 20).Select(_ => Timer("00:00:01", ScheduleKind.Interval)).ToArray();
        foreach (var timer in timers) await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromSeconds(9));
        for (var tick = 0; tick < 15; tick++)
        {
            Host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? Host : Other).Timers.FireDueAsync(Now, 7, default).AsTask()));
            await SweepAsync();
        }

        var starts = await AllStartsAsync();
        foreach (var timer in timers) Assert.Equal(15, starts.Count(s => s.DefinitionId == timer.DefinitionId));
    }

    [Fact]
    public async Task Fire_ClaimsForAHost_NobodyElseGetsThemUntilItsLeaseEnds()
    {
        var timers = Enumerable.Range(0, 5).Select(_ => Timer("00:01:00", ScheduleKind.Interval)).ToArray();
        foreach (var timer in timers) await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [timer], default);
        Host.Time.Advance(TimeSpan.FromSeconds(11));
        var mine = timers.Select(t => t.DefinitionId).ToHashSet();

        var claimed = new List<ClaimedRun>();
        TimerSweep sweep;
        do
        {
            sweep = await Host.Timers.FireDueAsync(Now, 256, Host.Name, default);
            claimed.AddRange(sweep.Claimed.Where(c => mine.Contains(c.Items[0].DefinitionId!)));
        }
        while (sweep.Fired == 256);
        var others = await Other.Inbox.ClaimAsync(Other.Name, 1000, default);

        // A store may leave everything to whoever looks first; what it claims, it claims alone.
        Assert.Equal(5, claimed.Count + others.Count(o => mine.Contains(o.Items[0].DefinitionId ?? "")));
        Assert.Equal(claimed.Count, claimed.Select(c => c.InstanceId).Distinct().Count());
    }

    private async Task<TriggerTimer> OneAsync(TriggerTimer timer) => (await Host.Timers.GetTriggersAsync(default)).Single(t => t.DefinitionId == timer.DefinitionId);

    private TriggerTimer Timer(string schedule, ScheduleKind kind) => new()
    {
        DefinitionId = NewId("def"),
        ActivityId = "a",
        Schedule = schedule,
        Kind = kind,
        Due = Now.AddSeconds(10),
    };

    private async Task<TimerSweep> SweepAsync()
    {
        TimerSweep sweep, sum = new(0, null);
        do
        {
            sweep = await Host.Timers.FireDueAsync(Now, 256, default);
            sum = sweep with { Fired = sum.Fired + sweep.Fired, Problems = [.. sum.Problems, .. sweep.Problems] };
        }
        while (sweep.Fired == 256);
        return sum;
    }

    private async Task<InboxItem?> FindAsync(string run) => (await AllAsync()).FirstOrDefault(i => i.InstanceId == run);

    private async Task<int> StartsAsync(string definitionId) => (await AllStartsAsync()).Count(i => i.DefinitionId == definitionId);

    private async Task<IReadOnlyList<InboxItem>> AllStartsAsync() => [.. (await AllAsync()).Where(i => i.Kind == InboxItemKind.Start)];

    private async Task<IReadOnlyList<InboxItem>> AllAsync() => [.. (await Host.Inbox.ClaimAsync(Host.Name, 100_000, default)).SelectMany(r => r.Items)];

    public override async Task DisposeAsync()
    {
        foreach (var timer in await Host.Timers.GetTriggersAsync(default)) await Host.Timers.ReplaceTriggersAsync(timer.DefinitionId, [], default);
        await base.DisposeAsync();
    }
}
