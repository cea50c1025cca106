using System.Globalization;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Time values, days and fields (ECMA-262 §21.4.1); local is the workflow's zone.</summary>
internal static class Dates
{
    public const double Day = 86_400_000;
    private const double MaxTime = 8.64e15;
    private static readonly string[] _weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] _months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static double TimeOf(DateTimeOffset time) => Math.Floor((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond);

    public static double Clip(double time) => double.IsFinite(time) && Math.Abs(time) <= MaxTime ? Math.Truncate(time) + 0 : double.NaN;

    /// <summary>Days since 1970 of a civil day; months may overflow.</summary>
    public static double MakeDay(double year, double month, double date)
    {
        if (!double.IsFinite(year) || !double.IsFinite(month) || !double.IsFinite(date)) return double.NaN;
        var y = Math.Truncate(year) + Math.Floor(Math.Truncate(month) / 12);
        var m = (int)(((Math.Truncate(month) % 12) + 12) % 12);
        if (Math.Abs(y) > 400_000) return double.NaN;
        return DaysFromCivil((long)y, m + 1) + Math.Truncate(date) - 1;
    }

    public static double MakeTime(double day, double hour, double minute, double second, double ms) =>
        (day * Day) + (Math.Truncate(hour) * 3_600_000) + (Math.Truncate(minute) * 60_000) + (Math.Truncate(second) * 1000) + Math.Truncate(ms);

    public static (double Year, int Month, int Date, int Weekday, int Hour, int Minute, int Second, int Ms) Fields(double time)
    {
        var days = Math.Floor(time / Day);
        var within = (int)(time - (days * Day));
        var (year, month, date) = CivilFromDays((long)days);
        var weekday = (int)((((days + 4) % 7) + 7) % 7);
        return (year, month, date, weekday, within / 3_600_000, within / 60_000 % 60, within / 1000 % 60, within % 1000);
    }

    /// <summary>The zone's offset in milliseconds at an instant.</summary>
    public static double Offset(Run run, double time) => run.Host.Zone.GetUtcOffset(Clamp(time)).TotalMilliseconds;

    public static double ToLocal(Run run, double time) => time + Offset(run, time);

    /// <summary>The instant of a civil time: of two, the earlier; one that a clock change skips moves on by the gap.</summary>
    public static double ToUtc(Run run, double local)
    {
        if (!double.IsFinite(local)) return double.NaN;
        var before = Offset(run, local - Day);
        var after = Offset(run, local + Day);
        if (Offset(run, local - before) == before) return local - before;
        return Offset(run, local - after) == after ? local - after : local - before;
    }

    public static DataValue ToJson(Run run, in DataValue value)
    {
        var time = DateMethods.This(run, value);
        return double.IsNaN(time) ? DataValue.Null : run.Text(Iso(time));
    }

    public static string Iso(double time)
    {
        var f = Fields(time);
        var year = f.Year is >= 0 and <= 9999 ? f.Year.ToString("0000", CultureInfo.InvariantCulture) : (f.Year < 0 ? "-" : "+") + Math.Abs(f.Year).ToString("000000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{year}-{f.Month + 1:00}-{f.Date:00}T{f.Hour:00}:{f.Minute:00}:{f.Second:00}.{f.Ms:000}Z");
    }

    /// <summary>As <c>String(date)</c>, without the zone's name in parentheses.</summary>
    public static string Text(Run run, double time) => double.IsNaN(time) ? "Invalid Date" : DateText(run, time) + " " + TimeText(run, time);

    public static string DateText(Run run, double time)
    {
        var f = Fields(ToLocal(run, time));
        return string.Create(CultureInfo.InvariantCulture, $"{_weekdays[f.Weekday]} {_months[f.Month]} {f.Date:00} {(f.Year < 0 ? "-" : "")}{Math.Abs(f.Year):0000}");
    }

    public static string TimeText(Run run, double time)
    {
        var f = Fields(ToLocal(run, time));
        var minutes = (int)(Offset(run, time) / 60_000);
        return string.Create(CultureInfo.InvariantCulture, $"{f.Hour:00}:{f.Minute:00}:{f.Second:00} GMT{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}{Math.Abs(minutes) % 60:00}");
    }

    public static string UtcText(double time)
    {
        var f = Fields(time);
        return string.Create(CultureInfo.InvariantCulture, $"{_weekdays[f.Weekday]}, {f.Date:00} {_months[f.Month]} {(f.Year < 0 ? "-" : "")}{Math.Abs(f.Year):0000} {f.Hour:00}:{f.Minute:00}:{f.Second:00} GMT");
    }

    private static DateTimeOffset Clamp(double time) =>
        time < -62_135_510_400_000 ? DateTimeOffset.MinValue.AddDays(1) : time > 253_402_214_400_000 ? DateTimeOffset.MaxValue.AddDays(-1) : DateTimeOffset.FromUnixTimeMilliseconds((long)time);

    private static double DaysFromCivil(long year, int month)
    {
        // Counted from 1 March of year 0, in eras of 400 years, so that the leap day is the last of its year.
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = ((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    private static (double Year, int Month, int Date) CivilFromDays(long days)
    {
        days += 719_468;
        var era = (days >= 0 ? days : days - 146_096) / 146_097;
        var dayOfEra = days - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var date = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month - 1, date);
    }
}
