using Status.Workflows.Execution;

namespace Status.Workflows.Scheduling;

/// <summary>Timers as rows: those of waiting bookmarks (written by their run's commit) and those of published triggers. Adapters: PostgreSQL and memory.</summary>
public interface ITimerStore
{
    /// <summary>
    /// Takes due timers and, in the same transaction, inserts their inbox items and moves them on (a trigger to its next time, a bookmark's timer away). A tick therefore
    /// starts exactly one run by construction. Returns how many fired and when the next one is due.
    /// </summary>
    ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => FireDueAsync(now, max, null, cancellationToken);

    /// <summary>As above; what starts new runs may be claimed for a host in the same transaction, so that it need not be looked for.</summary>
    /// <param name="now">The time.</param>
    /// <param name="max">Most timers.</param>
    /// <param name="claimFor">The host; <c>null</c> leaves everything to whoever looks first.</param>
    /// <param name="cancellationToken">Stops the sweep.</param>
    ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, string? claimFor, CancellationToken cancellationToken) => FireDueAsync(now, max, claimFor, TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// As above; ticks that are due soon may be claimed before their time (<see cref="TimerSweep.Held"/>). The host holds them until then and begins them with <see cref="BeginAsync"/>. What it has
    /// not begun when its lease ends goes back to its schedule, and a schedule that is paused, changed or taken away takes what was not begun with it.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="max">Most timers.</param>
    /// <param name="claimFor">The host; <c>null</c> leaves everything to whoever looks first.</param>
    /// <param name="ahead">How long before its time a tick may be claimed; a store may claim none.</param>
    /// <param name="cancellationToken">Stops the sweep.</param>
    ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, string? claimFor, TimeSpan ahead, CancellationToken cancellationToken);

    /// <summary>Begins ticks that were claimed ahead and whose time has come.</summary>
    /// <param name="host">The host that claimed them.</param>
    /// <param name="ticks">The ticks.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Those that are still to be run: a schedule that was paused, changed or taken away, or a lease that ended, has taken the others back.</returns>
    ValueTask<IReadOnlyList<ClaimedRun>> BeginAsync(string host, IReadOnlyList<ClaimedRun> ticks, CancellationToken cancellationToken);

    /// <summary>Gives everything back to its schedule that a host has claimed ahead and not begun.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    ValueTask GiveBackAsync(string host, CancellationToken cancellationToken);

    /// <summary>Replaces the timers of a definition's triggers; called in the transaction of a publish by the definition store.</summary>
    ValueTask ReplaceTriggersAsync(string definitionId, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken);

    /// <summary>All timers of published triggers with their next time.</summary>
    ValueTask<IReadOnlyList<TriggerTimer>> GetTriggersAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Pauses a schedule or lets it go on. A paused one starts nothing; when it goes on its next time is the first one after now, since what passed in a pause was not missed. It stays
    /// paused when its workflow is published again.
    /// </summary>
    /// <param name="definitionId">Logical id of the definition.</param>
    /// <param name="activityId">The trigger.</param>
    /// <param name="pausedBy">Who pauses it; <c>null</c> lets it go on.</param>
    /// <param name="note">What is committed with the change, from the schedule before and after.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The schedule after the change; <c>null</c> when there is none. Nothing changes, and no note is made, when it is as asked already.</returns>
    ValueTask<TriggerTimer?> SetPausedAsync(string definitionId, string activityId, string? pausedBy, Func<TriggerTimer, TriggerTimer, CommitNote>? note, CancellationToken cancellationToken);
}

/// <summary>What a sweep did.</summary>
/// <param name="Fired">Timers that fired.</param>
/// <param name="NextDue">The earliest due time left; <c>null</c> when there is none.</param>
public sealed record TimerSweep(int Fired, DateTimeOffset? NextDue)
{
    /// <summary>What was claimed for the host that asked.</summary>
    public IReadOnlyList<ClaimedRun> Claimed { get; init; } = [];

    /// <summary>What was claimed before its time, to be begun at its <see cref="InboxItem.NotBefore"/>.</summary>
    public IReadOnlyList<ClaimedRun> Held { get; init; } = [];

    /// <summary>The earliest due time left that can be claimed ahead; <c>null</c> when there is none, or when the store claims nothing ahead.</summary>
    public DateTimeOffset? NextAhead { get; init; }

    /// <summary>Schedules that could not be read; they do not keep the others from firing.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>What a due schedule does.</summary>
/// <param name="Ticks">Times that start a run now, oldest first.</param>
/// <param name="Next">Next due time; <c>null</c>: never again.</param>
/// <param name="Problem">Why the schedule can not be read; <c>null</c> when it can.</param>
/// <param name="Missed">Times that passed without a run of their own, at most 1,000.</param>
public sealed record ScheduleStep(IReadOnlyList<DateTimeOffset> Ticks, DateTimeOffset? Next, string? Problem = null, int Missed = 0);

/// <summary>A schedule that starts runs.</summary>
public sealed record TriggerTimer
{
    /// <summary>Logical id of the definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Id of the trigger activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>A cron expression (6 fields, Elsa's meaning), or an interval as <c>[d.]hh:mm:ss</c>, as <see cref="Kind"/> says.</summary>
    public required string Schedule { get; init; }

    /// <summary>What <see cref="Schedule"/> is.</summary>
    public required ScheduleKind Kind { get; init; }

    /// <summary>IANA zone in which a cron expression is meant.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What happens with times that were missed while no host ran.</summary>
    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.Once;

    /// <summary>Next time.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Name of the published version; <c>null</c> when the store does not know it.</summary>
    public string? DefinitionName { get; init; }

    /// <summary>Since when the schedule is paused; <c>null</c> when it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it.</summary>
    public string? PausedBy { get; init; }

    /// <summary>The last time that started a run; <c>null</c> when none has.</summary>
    public DateTimeOffset? LastTickAt { get; init; }

    /// <summary>Times that passed without a run of their own.</summary>
    public long Missed { get; init; }
}

/// <summary>Kinds of schedule.</summary>
public enum ScheduleKind
{
    /// <summary>Every interval.</summary>
    Interval,

    /// <summary>A cron expression.</summary>
    Cron,

    /// <summary>One time.</summary>
    Once,
}

/// <summary>What happens with missed times.</summary>
public enum MisfirePolicy
{
    /// <summary>They are forgotten.</summary>
    Skip,

    /// <summary>One run stands for all of them (default).</summary>
    Once,

    /// <summary>Each starts a run.</summary>
    All,
}
