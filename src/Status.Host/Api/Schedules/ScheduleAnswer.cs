using Status.Workflows.Scheduling;

namespace Status.Host.Api.Schedules;

/// <summary>A schedule of a published workflow.</summary>
/// <param name="DefinitionId">Logical id of the workflow.</param>
/// <param name="Name">Its name.</param>
/// <param name="ActivityId">The trigger.</param>
/// <param name="Kind"><c>interval</c>, <c>cron</c> or <c>once</c>.</param>
/// <param name="Schedule">The interval, the cron expression or the time.</param>
/// <param name="TimeZone">IANA zone in which a cron expression is meant.</param>
/// <param name="MissedFires">What happens with missed times: <c>skip</c>, <c>once</c> or <c>all</c>.</param>
/// <param name="NextAt">Next time; absent while the schedule is paused.</param>
/// <param name="Upcoming">The next times, the next one first, at most five; none while it is paused.</param>
/// <param name="LastAt">Last time that started a run; absent when none has.</param>
/// <param name="Missed">Times that passed without a run of their own.</param>
/// <param name="PausedAt">Since when it is paused; absent when it is not.</param>
/// <param name="PausedBy">Who paused it.</param>
internal sealed record ScheduleAnswer(
    string DefinitionId, string Name, string ActivityId, string Kind, string Schedule, string TimeZone, string MissedFires, DateTimeOffset? NextAt, IReadOnlyList<DateTimeOffset> Upcoming,
    DateTimeOffset? LastAt, long Missed, DateTimeOffset? PausedAt, string? PausedBy)
{
    private const int MostUpcoming = 5;

    /// <summary>The answer for a schedule.</summary>
    public static ScheduleAnswer Of(TriggerTimer timer, ScheduleCalculator calculator) => new(
        timer.DefinitionId, timer.DefinitionName ?? timer.DefinitionId, timer.ActivityId, Lower(timer.Kind), timer.Schedule, timer.TimeZone, Lower(timer.Misfire),
        timer.PausedAt is null ? timer.Due : null, timer.PausedAt is null ? calculator.Upcoming(timer, MostUpcoming) : [], timer.LastTickAt, timer.Missed, timer.PausedAt, timer.PausedBy);

    private static string Lower<T>(T value)
        where T : struct, Enum => $"{value}".ToLowerInvariant();
}
