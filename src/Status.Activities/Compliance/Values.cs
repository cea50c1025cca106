using System.Globalization;
using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>Reads engine values where the vocabulary wants times, windows and exact numbers. What was stored as JSON in between is text by then.</summary>
public static class Values
{
    /// <summary>A member that is text. Throws <see cref="FormatException"/> when it is not there.</summary>
    public static string Text(IReadOnlyDictionary<string, object?> data, string name) =>
        data.GetValueOrDefault(name) as string ?? throw new FormatException($"The member '{name}' is missing or no text.");

    /// <summary>A member that is a number. Throws <see cref="FormatException"/> when it is not there.</summary>
    public static decimal Number(IReadOnlyDictionary<string, object?> data, string name) =>
        Decimal(data.GetValueOrDefault(name)) ?? throw new FormatException($"The member '{name}' is missing or no number.");

    /// <summary>A member that is an instant. Throws <see cref="FormatException"/> when it is not there.</summary>
    public static DateTimeOffset Time(IReadOnlyDictionary<string, object?> data, string name) =>
        Time(data.GetValueOrDefault(name)) ?? throw new FormatException($"The member '{name}' is missing or no time.");

    /// <summary>An instant, or its text with an offset; <c>null</c> for anything else. Text without an offset is UTC.</summary>
    public static DateTimeOffset? Time(object? value) => value switch
    {
        DateTimeOffset time => time,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => null,
    };

    /// <summary>A finite number as exactly as it is given; <c>null</c> for anything else.</summary>
    public static decimal? Decimal(object? value) => value switch
    {
        decimal number => number,
        int number => number,
        long number => number,
        // The shortest text that reads back to the same double is what an author meant: 0.1, not 0.1000000000000000055.
        double number when double.IsFinite(number) && decimal.TryParse(
            number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) => exact,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) => exact,
        _ => null,
    };

    /// <summary>A window from <c>{from, to}</c>; <c>null</c> when either is missing or they are not in order.</summary>
    public static TimeWindow? Window(object? value) =>
        value is IReadOnlyDictionary<string, object?> data
        && Time(data.GetValueOrDefault("from")) is { } from && Time(data.GetValueOrDefault("to")) is { } to && from < to
            ? new(from, to)
            : null;

    /// <summary><c>{from, to}</c>.</summary>
    public static DataObject Window(TimeWindow window) => new() { ["from"] = window.From, ["to"] = window.To };

    /// <summary>The texts of a list; a single text is a list of one.</summary>
    public static IReadOnlyList<string> Texts(object? value) => value switch
    {
        string { Length: > 0 } text => [text],
        IEnumerable<object?> items => [.. items.OfType<string>()],
        _ => [],
    };
}
