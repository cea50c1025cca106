using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Timers in memory.</summary>
internal sealed class InMemoryTimerStore(InMemoryState state, ScheduleCalculator calculator, StoreSignals signals, IServiceProvider services, TimeProvider time) : ITimerStore
{
    public ValueTask<TriggerTimer?> SetPausedAsync(
        string definitionId, string activityId, string? pausedBy, Func<TriggerTimer, TriggerTimer, CommitNote>? note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var (id, before) = state.TriggerTimers.FirstOrDefault(t => t.Value.DefinitionId == definitionId && t.Value.ActivityId == activityId);
            if (before is null) return ValueTask.FromResult<TriggerTimer?>(null);
            var after = calculator.SetPaused(before, pausedBy, time.GetUtcNow());
            if (after == before) return ValueTask.FromResult<TriggerTimer?>(before);
            if (note is not null) state.Append([note(before, after)], services, time.GetUtcNow());
            state.TriggerTimers[id] = after;
            signals.Timers.Set();
            return ValueTask.FromResult<TriggerTimer?>(after);
        }
    }

    public ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, string? claimFor, TimeSpan ahead, CancellationToken cancellationToken)
    {
        TimerSweep sweep;
        var problems = new List<string>();
        lock (state.Gate)
        {
            var bookmarks = state.BookmarkTimers.Where(t => t.Value.Due <= now).Select(t => (t.Key, t.Value.Due, Fire: (Action)(() => FireBookmark(t.Key, now))));
            var triggers = state.TriggerTimers.Where(t => t.Value.Due <= now && t.Value.PausedAt is null).Select(t => (t.Key, t.Value.Due, Fire: (Action)(() => FireTrigger(t.Key, now, problems))));
            var due = bookmarks.Concat(triggers).OrderBy(t => t.Due).Take(max).ToList();
            foreach (var timer in due) timer.Fire();
            sweep = new TimerSweep(due.Count, NextDue()) { Problems = problems };
        }

        if (sweep.Fired > 0) signals.Inbox.Set();
        return ValueTask.FromResult(sweep);
    }

    /// <summary>Memory is asked at the time itself: nothing is claimed ahead, so there is nothing to begin.</summary>
    public ValueTask<IReadOnlyList<ClaimedRun>> BeginAsync(string host, IReadOnlyList<ClaimedRun> ticks, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ClaimedRun>>([]);

    /// <inheritdoc/>
    public ValueTask GiveBackAsync(string host, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask ReplaceTriggersAsync(string definitionId, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken)
    {
        lock (state.Gate) Replace(state, definitionId, timers);
        signals.Timers.Set();
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<TriggerTimer>> GetTriggersAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<TriggerTimer>>(
                [.. state.TriggerTimers.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value)]);
    }

    /// <summary>
    /// Replaces a definition's timers; one whose schedule did not change keeps its next time, so that publishing again neither repeats nor skips a tick. The caller
    /// holds the gate.
    /// </summary>
    public static void Replace(InMemoryState state, string definitionId, IReadOnlyList<TriggerTimer> timers)
    {
        var old = state.TriggerTimers.Where(t => t.Value.DefinitionId == definitionId).ToDictionary();
        foreach (var id in old.Keys) state.TriggerTimers.Remove(id);
        foreach (var timer in timers)
        {
            var id = TimerTicks.IdOf(timer);
            var same = old.TryGetValue(id, out var before)
                && (before.Schedule, before.Kind, before.TimeZone) == (timer.Schedule, timer.Kind, timer.TimeZone);
            var kept = before is null ? timer : timer with { PausedAt = before.PausedAt, PausedBy = before.PausedBy, LastTickAt = before.LastTickAt, Missed = before.Missed };
            state.TriggerTimers[id] = same ? kept with { Due = before!.Due } : kept;
        }
    }

    private DateTimeOffset? NextDue()
    {
        var all = state.BookmarkTimers.Values.Select(t => t.Due).Concat(state.TriggerTimers.Values.Where(t => t.PausedAt is null).Select(t => t.Due)).ToList();
        return all.Count == 0 ? null : all.Min();
    }

    private void FireBookmark(string bookmarkId, DateTimeOffset now)
    {
        state.BookmarkTimers.Remove(bookmarkId, out var timer);
        state.Enqueue([TimerTicks.Resume(timer.InstanceId, bookmarkId, timer.Due)], now);
    }

    private void FireTrigger(string id, DateTimeOffset now, List<string> problems)
    {
        var timer = state.TriggerTimers[id];
        var (ticks, next, problem, missed) = calculator.Fire(timer, now);
        if (problem is not null) problems.Add(problem);
        state.Enqueue(ticks.Select(tick => TimerTicks.Start(timer, tick)), now);
        if (next is null) state.TriggerTimers.Remove(id);
        else state.TriggerTimers[id] = timer with { Due = next.Value, LastTickAt = ticks.Count > 0 ? ticks[^1] : timer.LastTickAt, Missed = timer.Missed + missed };
    }
}
