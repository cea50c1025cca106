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
            return new ScheduleStep(forgotten ? [] : [timer.Due], NextAfter(timer, timer.Due, now));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return new ScheduleStep([], now + UnreadableDelay,
                $"The schedule '{timer.Schedule}' ({timer.TimeZone}) of activity {timer.ActivityId} in {timer.DefinitionId} can not be read: {exception.Message}");
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
