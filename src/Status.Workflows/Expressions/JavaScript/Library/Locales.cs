using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>What the formats of one language need. There are two, en-US (also what no language means) and de-DE; others are refused rather than guessed.</summary>
internal sealed record Locale(string Name, char Group, char Decimal, string[] Months, string[] ShortMonths, string[] Weekdays, string[] ShortWeekdays)
{
    public static readonly Locale English = new(
        "en-US", ',', '.',
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"], ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);

    public static readonly Locale German = new(
        "de-DE", '.', ',',
        ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
        ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
        ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"], ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"]);

    public bool IsGerman => this == German;

    /// <summary>The language of an argument: none, a tag, or a list of which the first counts.</summary>
    public static Locale Of(Run run, in DataValue value)
    {
        var tag = value.Ref is DataArray list ? list.Count == 0 ? default : list.Span[0] : value;
        if (tag.IsUndefined) return English;
        return Coerce.ToText(run, tag) switch
        {
            "en-US" or "en" => English,
            "de-DE" or "de" => German,
            var other => throw run.RangeError($"There are formats for en-US and de-DE in this dialect, not for '{other}'."),
        };
    }
}

/// <summary>The options of a format: only those that are followed may be given.</summary>
internal sealed class FormatOptions
{
    private readonly Run _run;
    private readonly DataValue _given;

    public FormatOptions(Run run, in DataValue given, ReadOnlySpan<string> known)
    {
        (_run, _given) = (run, given);
        if (given.IsUndefined) return;
        if (given.Ref is not DataObject) throw run.TypeError("The options of a format are an object.");
        foreach (var name in Objects.Keys(run, given))
        {
            if (!known.Contains(name)) throw run.RangeError($"The option {name} is not part of this dialect; there are {string.Join(", ", known.ToArray())}.");
        }
    }

    public string? Text(string name, params ReadOnlySpan<string> allowed)
    {
        var value = Get(name);
        if (value.IsUndefined) return null;
        var text = Coerce.ToText(_run, value);
        return allowed.Length == 0 || allowed.Contains(text) ? text : throw _run.RangeError($"'{text}' is no value for the option {name}; there are {string.Join(", ", allowed.ToArray())}.");
    }

    public bool? Flag(string name) => Get(name) is { IsUndefined: false } value ? Coerce.IsTruthy(value) : null;

    public int? Number(string name, int least, int most)
    {
        var value = Get(name);
        if (value.IsUndefined) return null;
        var number = Coerce.ToNumber(_run, value);
        return number >= least && number <= most ? (int)Math.Floor(number) : throw _run.RangeError($"The option {name} is out of range.");
    }

    private DataValue Get(string name) => _given.IsUndefined ? default : Access.Get(_run, _given, name);
}
