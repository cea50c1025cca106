using System.Globalization;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Intl.DateTimeFormat</c>: dates and times by style or by their parts, in a zone.</summary>
internal sealed class DateFormat : ScriptObject
{
    public static readonly NativeFunction Constructor = new("DateTimeFormat", 0, Make) { Construct = Make, HasInstance = v => v.Ref is DateFormat, Statics = [] };

    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("format", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
        {
            var format = self.Ref as DateFormat ?? throw run.TypeError("This method needs a DateTimeFormat.");
            var time = a.Arg(0).IsUndefined ? Dates.TimeOf(run.Host.Now) : a[0].Ref is DateValue or DateTimeOffset ? DateMethods.This(run, a[0]) : Coerce.ToNumber(run, a[0]);
            return double.IsNaN(time) ? throw run.RangeError("Invalid time value.") : run.Text(format.Format(run, time));
        }
    ));

    private static readonly string[] _options = ["dateStyle", "timeStyle", "timeZone", "weekday", "year", "month", "day", "hour", "minute", "second", "hour12"];

    private readonly Locale _locale;
    private readonly TimeZoneInfo _zone;
    private readonly string? _weekday;
    private readonly string? _year;
    private readonly string? _month;
    private readonly string? _day;
    private readonly string? _hour;
    private readonly bool _minute;
    private readonly bool _second;
    private readonly bool _halves;
    private readonly string _join;

    private DateFormat(Run run, in DataValue locale, in DataValue given, bool needsDate, bool needsTime)
    {
        _locale = Locale.Of(run, locale);
        var options = new FormatOptions(run, given, _options);
        _zone = Zone(run, options.Text("timeZone"));
        _halves = options.Flag("hour12") ?? !_locale.IsGerman;
        if (_halves && _locale.IsGerman) throw run.RangeError("The option hour12 is not part of this dialect for de-DE, which counts to 24.");
        var (date, time) = (options.Text("dateStyle", "short", "medium", "long", "full"), options.Text("timeStyle", "short", "medium"));
        (_weekday, _year) = (options.Text("weekday", "short", "long"), options.Text("year", "numeric", "2-digit"));
        (_month, _day) = (options.Text("month", "numeric", "2-digit", "short", "long"), options.Text("day", "numeric", "2-digit"));
        (_hour, var minute, var second) = (options.Text("hour", "numeric", "2-digit"), options.Text("minute", "numeric", "2-digit"), options.Text("second", "numeric", "2-digit"));
        (_minute, _second) = (minute is not null, second is not null);
        var (hasDate, hasTime) = ((_weekday ?? _year ?? _month ?? _day) is not null, _hour is not null || _minute || _second);
        if ((date ?? time) is not null)
        {
            if (hasDate || hasTime) throw run.TypeError("dateStyle and timeStyle stand without the parts of dates and times.");
            if ((date is not null && !needsDate) || (time is not null && !needsTime)) throw run.TypeError("This method does not take that style.");
            if (date is not null) (_weekday, _year, _month, _day) = OfStyle(date);
            if (time is not null) (_hour, _minute, _second) = ("numeric", true, time == "medium");
        }
        else if (!(needsDate && hasDate) && !(needsTime && hasTime))
        {
            // What the method is about comes on top of what was asked for.
            if (needsDate) (_year, _month, _day) = ("numeric", "numeric", "numeric");
            if (needsTime) (_hour, _minute, _second) = ("numeric", true, true);
        }

        if ((_minute || _second) && _hour is null || _second && !_minute || _hour is not null && !_minute && _locale.IsGerman || _weekday is not null && _hour is not null && _day is null || _year is not null && _day is not null && _month is null)
            throw run.RangeError("These parts together are not part of this dialect: minutes stand with hours, seconds with minutes, a weekday with a time only beside a day, a day and a year with a month.");
        _join = _month == "long" ? _locale.IsGerman ? " um " : " at " : ", ";
    }

    /// <summary><c>date.toLocaleString</c> and its two kin.</summary>
    public static NativeBody ToLocale(bool date, bool time) => (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
    {
        var at = DateMethods.This(run, self);
        return double.IsNaN(at) ? Lib.Of("Invalid Date") : run.Text(new DateFormat(run, a.Arg(0), a.Arg(1), date, time).Format(run, at));
    };

    private static DataValue Make(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(160);
        // Without any part, a date.
        var asks = arguments.Arg(1).Ref is DataObject given && Objects.Keys(run, arguments[1]).Exists(k => k is "hour" or "timeStyle" && given.ContainsKey(k));
        return DataValue.Of((object)new DateFormat(run, arguments.Arg(0), arguments.Arg(1), needsDate: !asks || HasDate(run, arguments[1]), needsTime: asks));
    }

    private static bool HasDate(Run run, in DataValue options) => Objects.Keys(run, options).Exists(k => k is "dateStyle" or "weekday" or "year" or "month" or "day");

    private static TimeZoneInfo Zone(Run run, string? name)
    {
        if (name is null) return run.Host.Zone;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw run.RangeError($"There is no time zone '{name}'.");
    }

    private (string? Weekday, string Year, string Month, string Day) OfStyle(string style) => style switch
    {
        "full" => ("long", "numeric", "long", "numeric"),
        "long" => (null, "numeric", "long", "numeric"),
        "medium" => _locale.IsGerman ? (null, "numeric", "2-digit", "2-digit") : (null, "numeric", "short", "numeric"),
        _ => _locale.IsGerman ? (null, "2-digit", "2-digit", "2-digit") : (null, "2-digit", "numeric", "numeric"),
    };

    private string Format(Run run, double time)
    {
        run.Charge(40);
        var instant = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(time, DateTimeOffset.MinValue.AddDays(2).ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.AddDays(-2).ToUnixTimeMilliseconds()));
        var f = Dates.Fields(time + _zone.GetUtcOffset(instant).TotalMilliseconds);
        var (date, clock) = (DateOf(f.Year, f.Month + 1, f.Date, f.Weekday), _hour is null ? "" : ClockOf(f.Hour, f.Minute, f.Second));
        return date.Length == 0 ? clock : clock.Length == 0 ? date : date + _join + clock;
    }

    private string DateOf(double year, int month, int day, int weekday)
    {
        var y = _year is null ? "" : _year == "2-digit" ? Two((int)(year % 100)) : year.ToString(CultureInfo.InvariantCulture);
        var d = _day is null ? "" : _day == "2-digit" ? Two(day) : Plain(day);
        var m = _month switch { null => "", "2-digit" => Two(month), "numeric" => Plain(month), "short" when _locale.IsGerman && d.Length == 0 && y.Length == 0 => _locale.Months[month - 1][..3], "short" => _locale.ShortMonths[month - 1], _ => _locale.Months[month - 1] };
        var named = _month is "short" or "long";
        string text;
        if (_locale.IsGerman)
        {
            text = d.Length == 0 ? named || m.Length == 0 ? Spaced(m, y) : y.Length == 0 ? m : $"{m}/{y}" : named ? Spaced($"{d}. {m}", y) : m.Length == 0 ? d : $"{d}.{m}.{y}";
        }
        else
        {
            text = named ? d.Length == 0 ? Spaced(m, y) : y.Length == 0 ? $"{m} {d}" : $"{m} {d}, {y}" : string.Join('/', new[] { m, d, y }.Where(p => p.Length > 0));
        }

        if (_weekday is null) return text;
        var name = _weekday == "long" ? _locale.Weekdays[weekday] : _locale.ShortWeekdays[weekday] + (_locale.IsGerman && text.Length > 0 ? "." : "");
        return text.Length == 0 ? name : $"{name}, {text}";
    }

    private string ClockOf(int hour, int minute, int second)
    {
        var shown = _halves ? ((hour + 11) % 12) + 1 : !_locale.IsGerman && hour == 0 ? 24 : hour;
        var text = _hour == "2-digit" || !_halves ? Two(shown) : Plain(shown);
        if (_minute) text += ":" + Two(minute);
        if (_second) text += ":" + Two(second);
        return _halves ? text + " " + (hour < 12 ? "AM" : "PM") : text;
    }

    private static string Spaced(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first} {second}";

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
