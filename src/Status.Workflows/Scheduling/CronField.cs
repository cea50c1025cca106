using System.Globalization;
using System.Numerics;

namespace Status.Workflows.Scheduling;

/// <summary>Reads one field of a cron expression into a bit set.</summary>
internal static class CronField
{
    /// <summary>Reads lists of values, ranges (also across the end: <c>FRI-MON</c>) and steps.</summary>
    /// <exception cref="FormatException">The field is malformed or out of range.</exception>
    public static ulong Parse(string field, string name, int min, int max, IReadOnlyList<string>? names = null)
    {
        ulong bits = 0;
        foreach (var part in field.Split(','))
        {
            var (range, step) = SplitStep(part, name, max);
            var (first, last) = Range(range, name, min, max, names, openEnded: part.Contains('/', StringComparison.Ordinal));
            var span = last >= first ? last - first : last + (max - min + 1) - first;
            for (var i = 0; i <= span; i += step) bits |= 1UL << (min + ((first - min + i) % (max - min + 1)));
        }

        return bits;
    }

    /// <summary>A single value.</summary>
    /// <exception cref="FormatException">It is no number or name, or out of range.</exception>
    public static int Value(string text, string name, int min, int max, IReadOnlyList<string>? names)
    {
        for (var i = 0; i < (names?.Count ?? 0); i++)
            if (string.Equals(names![i], text, StringComparison.OrdinalIgnoreCase)) return min + i;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < min || value > max)
            throw new FormatException($"The {name} '{text}' is not between {min} and {max}.");
        return value;
    }

    /// <summary>The lowest set bit at or above <paramref name="from"/>; −1 when there is none.</summary>
    public static int Next(ulong bits, int from)
    {
        if (from > 63) return -1;
        var rest = bits & (ulong.MaxValue << from);
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    private static (string Range, int Step) SplitStep(string part, string name, int max)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (part, 1) : (part[..slash], Value(part[(slash + 1)..], $"step of the {name}", 1, max, null));
    }

    private static (int First, int Last) Range(string range, string name, int min, int max, IReadOnlyList<string>? names, bool openEnded)
    {
        if (range is "*" or "?") return (min, max);
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0) return (Value(range[..dash], name, min, max, names), Value(range[(dash + 1)..], name, min, max, names));
        var value = Value(range, name, min, max, names);
        return (value, openEnded ? max : value);
    }
}
