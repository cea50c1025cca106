namespace Status.Workflows.Scheduling;

/// <summary>Next time of a cron expression, strictly after a moment, in a zone; <c>null</c> when there is none.</summary>
/// <param name="expression">Six fields with Elsa's meaning.</param>
/// <param name="after">The moment.</param>
/// <param name="zone">The zone in which the fields are meant.</param>
public delegate DateTimeOffset? CronOccurrence(string expression, DateTimeOffset after, TimeZoneInfo zone);

/// <summary>Decides which runs a due schedule starts and when it is due again. Pure.</summary>
/// <param name="cron">Reads cron expressions.</param>
/// <param name="options">Limits.</param>
public sealed class ScheduleCalculator(CronOccurrence cron, TimerOptions options)
{
    private const int MostCounted = 1000;

    /// <summary>How long a schedule that can not be read is left alone.</summary>
    public static TimeSpan UnreadableDelay { get; } = TimeSpan.FromHours(1);

    /// <summary>What a due schedule does now.</summary>
    public ScheduleStep Fire(TriggerTimer timer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(timer);
        try
        {
            if (timer.Misfire == MisfirePolicy.All) return FireAll(timer, now);
            var forgotten = timer.Misfire == MisfirePolicy.Skip && now - timer.Due > options.MisfireTolerance;
            return new ScheduleStep(forgotten ? [] : [timer.Due], NextAfter(timer, timer.Due, now), Missed: CountPassed(timer, now) + (forgotten ? 1 : 0));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return new ScheduleStep([], now + UnreadableDelay,
                $"The schedule '{timer.Schedule}' ({timer.TimeZone}) of activity {timer.ActivityId} in {timer.DefinitionId} can not be read: {exception.Message}");
        }
    }

    /// <summary>The ticks of a schedule from its next time, which is to come, to a moment not far after it.</summary>
    /// <param name="timer">The schedule; it is not due yet.</param>
    /// <param name="horizon">The last moment.</param>
    public ScheduleStep FireAhead(TriggerTimer timer, DateTimeOffset horizon)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var ticks = new List<DateTimeOffset>();
        for (var due = timer.Due; ;)
        {
            var step = Fire(timer with { Due = due }, due);
            ticks.AddRange(step.Ticks);
            if (step.Problem is not null || step.Next is not { } next || next > horizon || ticks.Count >= options.MaxMissed) return step with { Ticks = ticks };
            due = next;
        }
    }

    /// <summary>The first time of a schedule after a moment; <c>null</c> when there is none.</summary>
    /// <param name="timer">The schedule; its <see cref="TriggerTimer.Due"/> anchors an interval.</param>
    /// <param name="from">A time of the schedule.</param>
    /// <param name="after">The moment.</param>
    public DateTimeOffset? NextAfter(TriggerTimer timer, DateTimeOffset from, DateTimeOffset after)
    {
        ArgumentNullException.ThrowIfNull(timer);
        switch (timer.Kind)
        {
            case ScheduleKind.Once:
                return null;
            case ScheduleKind.Interval:
                var interval = TimeSpan.Parse(timer.Schedule);
                if (interval <= TimeSpan.Zero) return null;
                var passed = after < from ? 0 : (after - from).Ticks / interval.Ticks + 1;
                return from + passed * interval;
            default:
                return cron(timer.Schedule, after < from ? from : after, TimeZoneInfo.FindSystemTimeZoneById(timer.TimeZone))?.ToUniversalTime();
        }
    }

    /// <summary>The next times of a schedule, beginning with the one that is due.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<DateTimeOffset> Upcoming(TriggerTimer timer, int count)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var times = new List<DateTimeOffset> { timer.Due };
        try
        {
            while (times.Count < count && NextAfter(timer, times[^1], times[^1]) is { } next) times.Add(next);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            // A schedule that cannot be read has no further times; its row says when it is looked at again.
        }

        return times;
    }

    /// <summary>A schedule paused, or going on at its first time after now.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="pausedBy">Who pauses it; <c>null</c> lets it go on.</param>
    /// <param name="now">The time.</param>
    /// <returns>The same when it is as asked already.</returns>
    public TriggerTimer SetPaused(TriggerTimer timer, string? pausedBy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(timer);
        if (pausedBy is not null == timer.PausedAt is not null) return timer;
        if (pausedBy is not null) return timer with { PausedAt = now, PausedBy = pausedBy };
        var due = timer.Due;
        // A time that comes once only is made up for; it has no next one.
        if (due <= now && timer.Kind != ScheduleKind.Once) due = NextAfter(timer, due, now) ?? due;
        return timer with { PausedAt = null, PausedBy = null, Due = due };
    }

    private int CountPassed(TriggerTimer timer, DateTimeOffset now)
    {
        var passed = 0;
        for (var next = NextAfter(timer, timer.Due, timer.Due); next <= now && passed < MostCounted; next = NextAfter(timer, next.Value, next.Value)) passed++;
        return passed;
    }

    private ScheduleStep FireAll(TriggerTimer timer, DateTimeOffset now)
    {
        var ticks = new List<DateTimeOffset>();
        DateTimeOffset? due = timer.Due;
        while (due <= now && ticks.Count < options.MaxMissed)
        {
            ticks.Add(due.Value);
            due = NextAfter(timer, due.Value, due.Value);
        }

        return new ScheduleStep(ticks, due);
    }
}
