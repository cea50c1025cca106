using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Date</c> and its methods.</summary>
internal static class DateMethods
{
    private const int YearField = 0;
    private const int MonthField = 1;
    private const int DateField = 2;
    private const int HourField = 3;

    public static readonly Dictionary<string, NativeFunction> Table = Methods();

    public static readonly NativeFunction Constructor = new("Date", 7, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(Dates.Text(run, Now(run))))
    {
        Construct = Construct,
        HasInstance = value => value.Ref is DateValue or DateTimeOffset,
        Statics = Lib.Members(
            ("now", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Now(run))),
            ("parse", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(DateText.Parse(run, Coerce.ToText(run, a.Arg(0))))),
            ("UTC", 7, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Dates.Clip(FromParts(run, a))))),
    };

    public static double This(Run run, in DataValue self) => self.Ref switch
    {
        DateValue date => date.Time,
        DateTimeOffset time => Dates.TimeOf(time),
        _ => throw run.TypeError("This method needs a Date."),
    };

    private static double Now(Run run) => Dates.TimeOf(run.Host.Now);

    private static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(32);
        if (arguments.Length == 0) return Make(Now(run));
        if (arguments.Length > 1) return Make(Dates.Clip(Dates.ToUtc(run, FromParts(run, arguments))));
        var value = Coerce.Plain(arguments[0]);
        if (value.Ref is DateValue or DateTimeOffset) return Make(This(run, value));
        var primitive = Coerce.ToPrimitive(run, value, wantsText: false);
        return Make(primitive.Ref is string text ? DateText.Parse(run, text) : Dates.Clip(Coerce.ToNumber(run, primitive)));
    }

    private static DataValue Make(double time) => DataValue.Of((object)new DateValue(time));

    private static double FromParts(Run run, ReadOnlySpan<DataValue> arguments)
    {
        Span<double> parts = [double.NaN, 0, 1, 0, 0, 0, 0];
        for (var i = 0; i < parts.Length && i < arguments.Length; i++) parts[i] = Coerce.ToNumber(run, arguments[i]);
        var year = Math.Truncate(parts[0]);
        if (year is >= 0 and <= 99) year += 1900;
        return Dates.MakeTime(Dates.MakeDay(year, parts[1], parts[2]), parts[3], parts[4], parts[5], parts[6]);
    }

    private static Dictionary<string, NativeFunction> Methods()
    {
        var table = Lib.Table(
            ("toLocaleString", 0, DateFormat.ToLocale(date: true, time: true)),
            ("toLocaleDateString", 0, DateFormat.ToLocale(date: true, time: false)),
            ("toLocaleTimeString", 0, DateFormat.ToLocale(date: false, time: true)),
            ("getTime", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self))),
            ("valueOf", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self))),
            ("setTime", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Change(run, self, Dates.Clip(Coerce.ToNumber(run, a.Arg(0))))),
            ("getTimezoneOffset", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self) is var t && double.IsNaN(t) ? t : (-Dates.Offset(run, t) / 60_000) + 0)),
            ("toISOString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self) is var t && double.IsNaN(t) ? throw run.RangeError("Invalid time value.") : run.Text(Dates.Iso(t))),
            ("toJSON", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Dates.ToJson(run, self)),
            ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(Dates.Text(run, This(run, self)))),
            ("toDateString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(This(run, self) is var t && double.IsNaN(t) ? "Invalid Date" : Dates.DateText(run, t))),
            ("toTimeString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(This(run, self) is var t && double.IsNaN(t) ? "Invalid Date" : Dates.TimeText(run, t))),
            ("toUTCString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(This(run, self) is var t && double.IsNaN(t) ? "Invalid Date" : Dates.UtcText(t))));
        string[] names = ["FullYear", "Month", "Date", "Hours", "Minutes", "Seconds", "Milliseconds"];
        foreach (var utc in (bool[])[false, true])
        {
            var prefix = utc ? "UTC" : "";
            Add(table, $"get{prefix}Day", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> _) => Get(run, self, utc, f => f.Weekday));
            for (var field = 0; field < names.Length; field++)
            {
                var which = field;
                Add(table, $"get{prefix}{names[field]}", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> _) => Get(run, self, utc, f => Field(f, which)));
                Add(table, $"set{prefix}{names[field]}", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Set(run, self, utc, which, arguments));
            }
        }

        return table;
    }

    private static void Add(Dictionary<string, NativeFunction> table, string name, int length, NativeBody body) => table[name] = new NativeFunction(name, length, body);

    private static double Field((double Year, int Month, int Date, int Weekday, int Hour, int Minute, int Second, int Ms) f, int which) => which switch
    {
        YearField => f.Year,
        MonthField => f.Month,
        DateField => f.Date,
        HourField => f.Hour,
        4 => f.Minute,
        5 => f.Second,
        _ => f.Ms,
    };

    private static DataValue Get(Run run, in DataValue self, bool utc, Func<(double Year, int Month, int Date, int Weekday, int Hour, int Minute, int Second, int Ms), double> select)
    {
        var time = This(run, self);
        return DataValue.Of(double.IsNaN(time) ? time : select(Dates.Fields(utc ? time : Dates.ToLocal(run, time))));
    }

    private static DataValue Set(Run run, in DataValue self, bool utc, int field, ReadOnlySpan<DataValue> arguments)
    {
        var time = This(run, self);
        var local = double.IsNaN(time) ? time : utc ? time : Dates.ToLocal(run, time);
        if (double.IsNaN(local) && field == YearField) local = 0;
        Span<double> given = stackalloc double[4];
        var last = field < HourField ? DateField : 6;
        var count = Math.Min(Math.Max(1, arguments.Length), Math.Min(4, last - field + 1));
        for (var i = 0; i < count; i++) given[i] = Coerce.ToNumber(run, arguments.Arg(i));
        if (double.IsNaN(local)) return Change(run, self, double.NaN);
        var f = Dates.Fields(local);
        Span<double> parts = [f.Year, f.Month, f.Date, f.Hour, f.Minute, f.Second, f.Ms];
        for (var i = 0; i < count; i++) parts[field + i] = given[i];
        var changed = Dates.MakeTime(Dates.MakeDay(parts[0], parts[1], parts[2]), parts[3], parts[4], parts[5], parts[6]);
        return Change(run, self, Dates.Clip(utc ? changed : Dates.ToUtc(run, changed)));
    }

    private static DataValue Change(Run run, in DataValue self, double time)
    {
        if (self.Ref is not DateValue date) throw run.TypeError("This date belongs to the host; copy it with new Date(date) to change it.");
        date.Time = time;
        return DataValue.Of(time);
    }
}
