using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Contracts.Tests.Crashes;

/// <summary>The timers of a process that may die when it has fired some or claimed their ticks ahead, and when it has begun those.</summary>
internal sealed class CrashingTimers(ITimerStore inner, CrashPoint point) : ITimerStore
{
    public ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, string? claimFor, TimeSpan ahead, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.FireDueAsync(now, max, claimFor, ahead, cancellationToken), sweep => sweep.Fired > 0, isTick: true);

    public ValueTask<IReadOnlyList<ClaimedRun>> BeginAsync(string host, IReadOnlyList<ClaimedRun> ticks, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.BeginAsync(host, ticks, cancellationToken), begun => begun.Count > 0, isTick: true);

    public ValueTask GiveBackAsync(string host, CancellationToken cancellationToken) => point.DoAsync(() => inner.GiveBackAsync(host, cancellationToken));

    public ValueTask ReplaceTriggersAsync(string definitionId, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken) => inner.ReplaceTriggersAsync(definitionId, timers, cancellationToken);

    public ValueTask<IReadOnlyList<TriggerTimer>> GetTriggersAsync(CancellationToken cancellationToken) => inner.GetTriggersAsync(cancellationToken);

    public ValueTask<TriggerTimer?> SetPausedAsync(
        string definitionId, string activityId, string? pausedBy, Func<TriggerTimer, TriggerTimer, CommitNote>? note, CancellationToken cancellationToken) =>
        inner.SetPausedAsync(definitionId, activityId, pausedBy, note, cancellationToken);
}
