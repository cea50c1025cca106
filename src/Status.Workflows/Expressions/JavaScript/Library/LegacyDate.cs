using Status.Workflows.Expressions.JavaScript.Runtime;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>
/// Reads dates that are not ISO 8601 as Node.js does: "Jan 5, 2024 10:00 PM", "Fri, 05 Jan 2024 06:07:08 GMT", "2024/1/5", "1/5/2024". Words before the first number and what stands in
/// parentheses are passed over; what cannot be placed makes the date invalid.
/// </summary>
internal ref struct LegacyDate(ReadOnlySpan<char> text)
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";
    private readonly ReadOnlySpan<char> _text = text;
    private readonly List<int> _day = [];
    private readonly List<int> _time = [];
    private int _at;
    private int _month;
    private int _hourShift = -1;
    private double? _offset;
    private double _ms;

    public static double Parse(Run run, string text)
    {
        if (text.Length > 200) return double.NaN;
        run.Charge(text.Length);
        var reader = new LegacyDate(text);
        return reader.Read() && reader.Day(out var day) && reader.Time(day, out var time) ? Dates.Clip(reader._offset is { } offset ? time - offset : Dates.ToUtc(run, time)) : double.NaN;
    }

    private bool Read()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsAsciiDigit(c))
            {
                if (!Number()) return false;
            }
            else if (char.IsAsciiLetter(c))
            {
                if (!Word()) return false;
            }
            else if (c is '+' or '-' && (_time.Count > 0 || _offset is not null))
            {
                if (!Offset(c == '-' ? -1 : 1)) return false;
            }
            else if (c == '(')
            {
                var end = _text[_at..].IndexOf(')');
                _at = end < 0 ? _text.Length : _at + end + 1;
            }
            else if (c is ' ' or '\t' or ',' or '/' or '-' or '.')
            {
                _at++;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private int Digits(out int value)
    {
        var start = _at;
        value = 0;
        for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++) value = Math.Min((value * 10) + (_text[_at] - '0'), 10_000_000);
        return _at - start;
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private bool Number()
    {
        Digits(out var value);
        if (_time.Count == 0 && Take(':'))
        {
            _time.Add(value);
            if (Digits(out var minute) == 0) return false;
            _time.Add(minute);
            if (!Take(':')) return true;
            if (Digits(out var second) == 0) return false;
            _time.Add(second);
            if (!Take('.')) return true;
            var digits = Digits(out var fraction);
            if (digits == 0) return false;
            _ms = Math.Truncate(fraction * Math.Pow(10, 3 - Math.Min(digits, 7)));
            return true;
        }

        _day.Add(value);
        return _day.Count <= 3;
    }

    private bool Word()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        Span<char> key = stackalloc char[Math.Min(3, _at - start)];
        _text.Slice(start, key.Length).ToLowerInvariant(key);
        var length = _at - start;
        if (key.Length == 3 && Months.AsSpan().IndexOf(key) is >= 0 and var at && at % 3 == 0)
        {
            _month = (at / 3) + 1;
            return true;
        }

        switch (key)
        {
            case "am" or "pm" when _time.Count > 0 || _day.Count > 0:
                _hourShift = key[0] == 'p' ? 12 : 0;
                return true;
            case "z" when length == 1 && _time.Count > 0:
            case "utc" or "gmt" or "ut" when length <= 3:
                _offset = 0;
                return true;
            case "t" when length == 1 && _day.Count == 3: return true;
        }

        if (length == 3 && key[1..] is "st" or "dt" && key[0] is 'e' or 'c' or 'm' or 'p')
        {
            _offset = ("ecmp".IndexOf(key[0], StringComparison.Ordinal) + 5 - (key[1] == 'd' ? 1 : 0)) * -3_600_000;
            return true;
        }

        // Names of days and other words stand before the first number; after it they mean something that is not understood.
        return _day.Count == 0 && _time.Count == 0;
    }

    private bool Offset(int sign)
    {
        _at++;
        var digits = Digits(out var value);
        if (digits == 0) return false;
        var (hour, minute) = digits <= 2 ? (value, 0) : (value / 100, value % 100);
        if (Take(':') && Digits(out minute) == 0) return false;
        _offset = sign * ((hour * 60) + minute) * 60_000;
        return true;
    }

    private readonly bool Day(out double day)
    {
        day = double.NaN;
        int year, month, date;
        if (_month > 0)
        {
            if (_day.Count is 0 or > 2) return false;
            var first = _day[0];
            var isYearFirst = _day.Count == 2 && first is < 1 or > 31;
            (year, month, date) = _day.Count == 1 ? (2001, _month, first) : isYearFirst ? (first, _month, _day[1]) : (_day[1], _month, first);
        }
        else
        {
            if (_day.Count < 2) return false;
            if (_day.Count == 2) (year, month, date) = (2001, _day[0], _day[1]);
            else if (_day[0] is < 1 or > 31) (year, month, date) = (_day[0], _day[1], _day[2]);
            else (month, date, year) = (_day[0], _day[1], _day[2]);
        }

        if (year is >= 0 and <= 49) year += 2000;
        else if (year is >= 50 and <= 99) year += 1900;
        if (month is < 1 or > 12 || date is < 1 or > 31) return false;
        day = Dates.MakeDay(year, month - 1, date);
        return true;
    }

    private readonly bool Time(double day, out double time)
    {
        time = double.NaN;
        var hour = _time.Count > 0 ? _time[0] : 0;
        if (_hourShift >= 0)
        {
            if (hour is < 1 or > 12) return false;
            hour = (hour % 12) + _hourShift;
        }

        var (minute, second) = (_time.Count > 1 ? _time[1] : 0, _time.Count > 2 ? _time[2] : 0);
        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second + _ms > 0)) return false;
        time = Dates.MakeTime(day, hour, minute, second, _ms);
        return true;
    }
}
