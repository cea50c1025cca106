using System.Globalization;
using Status.Workflows.Expressions.JavaScript.Runtime;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Reads ISO 8601 as <c>Date.parse</c> does; other spellings are <see cref="LegacyDate"/>'s.</summary>
internal static class DateText
{
    public static double Parse(Run run, string text) => Iso(run, text) is var time && double.IsNaN(time) ? LegacyDate.Parse(run, text) : time;

    private static double Iso(Run run, string text)
    {
        var span = text.AsSpan();
        if (!Year(ref span, out var year)) return double.NaN;
        double month = 1, date = 1;
        if (Take(ref span, '-'))
        {
            if (!Number(ref span, 2, out month)) return double.NaN;
            if (Take(ref span, '-') && !Number(ref span, 2, out date)) return double.NaN;
        }

        // A day that its month does not have rolls over into the next, as in Node.js (2024-02-30 is 1 March).
        if (month is < 1 or > 12 || date < 1 || date > 31) return double.NaN;
        var day = Dates.MakeDay(year, month - 1, date);
        if (span.Length == 0) return Dates.Clip(day * Dates.Day);
        return span[0] is 'T' or 't' or ' ' ? Time(run, span[1..], day) : double.NaN;
    }

    private static double Time(Run run, ReadOnlySpan<char> span, double day)
    {
        double second = 0, ms = 0;
        if (!Number(ref span, 2, out var hour) || !Take(ref span, ':') || !Number(ref span, 2, out var minute)) return double.NaN;
        if (Take(ref span, ':'))
        {
            if (!Number(ref span, 2, out second)) return double.NaN;
            if (Take(ref span, '.') && !Fraction(ref span, out ms)) return double.NaN;
        }

        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second + ms > 0)) return double.NaN;
        var time = Dates.MakeTime(day, hour, minute, second, ms);
        if (span.Length == 0) return Dates.Clip(Dates.ToUtc(run, time));
        if (span is "Z" or "z") return Dates.Clip(time);
        if (span[0] is not ('+' or '-')) return double.NaN;
        var sign = span[0] == '-' ? -1 : 1;
        span = span[1..];
        if (!Number(ref span, 2, out var offsetHours)) return double.NaN;
        Take(ref span, ':');
        if (!Number(ref span, 2, out var offsetMinutes) || span.Length > 0 || offsetHours > 23 || offsetMinutes > 59) return double.NaN;
        return Dates.Clip(time - (sign * ((offsetHours * 60) + offsetMinutes) * 60_000));
    }

    private static bool Year(ref ReadOnlySpan<char> span, out double year)
    {
        if (span.Length > 0 && span[0] is '+' or '-')
        {
            var negative = span[0] == '-';
            span = span[1..];
            if (!Number(ref span, 6, out year) || (negative && year == 0)) return false;
            if (negative) year = -year;
            return true;
        }

        return Number(ref span, 4, out year);
    }

    private static bool Take(ref ReadOnlySpan<char> span, char c)
    {
        if (span.Length == 0 || span[0] != c) return false;
        span = span[1..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> span, int digits, out double number)
    {
        number = 0;
        if (span.Length < digits || span[..digits].ContainsAnyExceptInRange('0', '9')) return false;
        number = int.Parse(span[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        span = span[digits..];
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> span, out double ms)
    {
        var length = 0;
        ms = 0;
        for (; length < span.Length && char.IsAsciiDigit(span[length]); length++)
        {
            if (length < 3) ms += (span[length] - '0') * Math.Pow(10, 2 - length);
        }

        span = span[length..];
        return length > 0;
    }
}
