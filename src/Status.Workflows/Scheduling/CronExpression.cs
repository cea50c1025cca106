using System.Diagnostics.CodeAnalysis;

namespace Status.Workflows.Scheduling;

/// <summary>
/// A cron expression in Elsa's meaning: six fields (second minute hour day-of-month month day-of-week), <c>0</c> or <c>7</c> for Sunday, both day fields must
/// match, <c>L</c>, <c>W</c>, <c>LW</c>, <c>L-n</c>, <c>nL</c> and <c>n#k</c>, names of months and days, <c>?</c> for <c>*</c>. Five fields mean second 0.
/// </summary>
/// <remarks>
/// At a clock change, as Elsa's cron library does it: a time that the change skips happens at the first moment after it; a time that exists twice happens
/// once, at its first occurrence, unless the time fields repeat (<c>*</c>, a range or a step in second, minute or hour): then it happens both times.
/// </remarks>
public sealed class CronExpression
{
    private const int LastYear = 2499;

    private readonly CronTimeFields _time;
    private readonly CronDayFields _days;

    private CronExpression(string text, CronTimeFields time, CronDayFields days)
    {
        Text = text;
        _time = time;
        _days = days;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Reads an expression; <paramref name="problem"/> says which field is wrong and why.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CronExpression? expression, [NotNullWhen(false)] out string? problem)
    {
        expression = null;
        var fields = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 5) fields = ["0", .. fields];
        if (fields.Length != 6)
        {
            problem = $"A cron expression has six fields (second minute hour day month weekday) or five (without the second), this one has {fields.Length}.";
            return false;
        }

        try
        {
            expression = new CronExpression(text!, CronTimeFields.Parse(fields), CronDayFields.Parse(fields));
            problem = null;
            return true;
        }
        catch (FormatException error)
        {
            problem = error.Message;
            return false;
        }
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">The text is not a cron expression.</exception>
    public static CronExpression Parse(string text) => TryParse(text, out var expression, out var problem) ? expression : throw new FormatException(problem);

    /// <summary>The first time strictly after <paramref name="after"/>, to the second; <c>null</c> when there is none before the year 2500.</summary>
    /// <param name="after">An instant.</param>
    /// <param name="zone">The zone whose civil time the fields mean.</param>
    public DateTimeOffset? GetNextOccurrence(DateTimeOffset after, TimeZoneInfo zone)
    {
        var utc = after.UtcDateTime;
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        if (ClockOverlap.Around(local, zone) is not { } overlap) return Map(NextCivil(local), zone);

        if (zone.GetUtcOffset(utc) == overlap.FirstOffset)
        {
            if (NextCivil(local) is { } first && first < overlap.End) return At(first, overlap.FirstOffset);
            local = overlap.Start.AddTicks(-1);
        }

        if (_time.Repeats && NextCivil(local) is { } second && second < overlap.End) return At(second, overlap.SecondOffset);
        return Map(NextCivil(overlap.End.AddTicks(-1)), zone);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static DateTimeOffset? Map(DateTime? civil, TimeZoneInfo zone)
    {
        if (civil is not { } time) return null;
        return ClockOverlap.Offsets(time, zone).First is { } offset ? At(time, offset) : ClockOverlap.EndOfGap(time, zone);
    }

    private static DateTimeOffset At(DateTime civil, TimeSpan offset) => new DateTimeOffset(DateTime.SpecifyKind(civil, DateTimeKind.Unspecified), offset).ToUniversalTime();

    private DateTime? NextCivil(DateTime after)
    {
        var start = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(1);
        var day = start.Date;
        if (_days.Matches(day) && _time.Next((int)start.TimeOfDay.TotalSeconds) is { } today) return day.AddSeconds(today);
        var first = _time.Next(0)!.Value;
        for (day = day.AddDays(1); day.Year <= LastYear; day = day.AddDays(1))
        {
            if (!_days.MatchesMonth(day.Month))
            {
                day = new DateTime(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
                continue;
            }

            if (_days.Matches(day)) return day.AddSeconds(first);
        }

        return null;
    }
}
