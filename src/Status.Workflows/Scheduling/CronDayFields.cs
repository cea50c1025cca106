using System.Globalization;

namespace Status.Workflows.Scheduling;

/// <summary>Day of month, month and day of week of a cron expression; a day matches when all three do.</summary>
internal sealed class CronDayFields
{
    private static readonly string[] _monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] _dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly Func<DateTime, bool> _dayOfMonth;
    private readonly ulong _months;
    private readonly Func<DateTime, bool> _dayOfWeek;

    private CronDayFields(Func<DateTime, bool> dayOfMonth, ulong months, Func<DateTime, bool> dayOfWeek)
    {
        _dayOfMonth = dayOfMonth;
        _months = months;
        _dayOfWeek = dayOfWeek;
    }

    /// <summary>Reads the last three fields.</summary>
    public static CronDayFields Parse(string[] fields) => new(
        DayOfMonth(fields[3].ToUpperInvariant()),
        CronField.Parse(fields[4], "month", 1, 12, _monthNames),
        DayOfWeek(fields[5].ToUpperInvariant()));

    /// <summary>Whether the month matches, so that whole months can be skipped.</summary>
    public bool MatchesMonth(int month) => (_months >> month & 1) == 1;

    /// <summary>Whether the day matches.</summary>
    public bool Matches(DateTime day) => MatchesMonth(day.Month) && _dayOfMonth(day) && _dayOfWeek(day);

    private static Func<DateTime, bool> DayOfMonth(string field)
    {
        if (field is "L") return d => d.Day == DaysInMonth(d);
        if (field is "LW" or "WL") return d => d.Day == NearestWeekday(d, DaysInMonth(d));
        if (field.StartsWith("L-", StringComparison.Ordinal))
        {
            var weekday = field.EndsWith('W');
            var back = CronField.Value(field[2..(weekday ? ^1 : ^0)], "offset from the last day", 1, 30, null);
            return weekday ? d => d.Day == NearestWeekday(d, DaysInMonth(d) - back) : d => d.Day == DaysInMonth(d) - back;
        }

        if (field.EndsWith('W'))
        {
            var wanted = CronField.Value(field[..^1], "day of month", 1, 31, null);
            return d => wanted <= DaysInMonth(d) && d.Day == NearestWeekday(d, wanted);
        }

        var days = CronField.Parse(field, "day of month", 1, 31);
        return d => (days >> d.Day & 1) == 1;
    }

    private static Func<DateTime, bool> DayOfWeek(string field)
    {
        if (field.Length > 1 && field.EndsWith('L'))
        {
            var wanted = CronField.Value(field[..^1], "day of week", 0, 7, _dayNames) % 7;
            return d => (int)d.DayOfWeek == wanted && d.Day > DaysInMonth(d) - 7;
        }

        var hash = field.IndexOf('#', StringComparison.Ordinal);
        if (hash > 0)
        {
            var wanted = CronField.Value(field[..hash], "day of week", 0, 7, _dayNames) % 7;
            var turn = CronField.Value(field[(hash + 1)..], "occurrence in the month", 1, 5, null);
            return d => (int)d.DayOfWeek == wanted && ((d.Day - 1) / 7) + 1 == turn;
        }

        // 7 is Sunday too: a range such as 5-7 ends on it, so the set is read over eight values and folded.
        var range = string.Join(',', field.Split(',').Select(FoldSunday));
        var days = CronField.Parse(range, "day of week", 0, 6, _dayNames);
        return d => (days >> (int)d.DayOfWeek & 1) == 1;
    }

    private static string FoldSunday(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var (range, step) = slash < 0 ? (part, "") : (part[..slash], part[slash..]);
        if (range == "0-7") return "*" + step;
        return string.Join('-', range.Split('-').Select(v => v == "7" ? 0.ToString(CultureInfo.InvariantCulture) : v)) + step;
    }

    private static int DaysInMonth(DateTime day) => DateTime.DaysInMonth(day.Year, day.Month);

    private static int NearestWeekday(DateTime month, int day)
    {
        if (day < 1) return -1;
        var date = new DateTime(month.Year, month.Month, day);
        return date.DayOfWeek switch
        {
            System.DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
            System.DayOfWeek.Sunday => day < DaysInMonth(month) ? day + 1 : day - 2,
            _ => day,
        };
    }
}
