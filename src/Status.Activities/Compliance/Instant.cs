using System.Globalization;

namespace Status.Activities.Compliance;

/// <summary>Reads instants as other systems write them.</summary>
public static class Instant
{
    private const double LatestMilliseconds = 253_402_300_799_999;

    /// <summary>ISO 8601 text (UTC where it names no zone), Unix milliseconds, or an instant; <c>null</c> for anything else.</summary>
    public static DateTimeOffset? Read(object? value) => value switch
    {
        DateTimeOffset time => time,
        double milliseconds when milliseconds is >= 0 and <= LatestMilliseconds => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
        string text when text.Length >= 8 && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var time) => time,
        _ => null,
    };
}
