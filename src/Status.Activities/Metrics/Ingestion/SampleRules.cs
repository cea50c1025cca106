namespace Status.Activities.Metrics.Ingestion;

/// <summary>What a sample must keep to, apart from its form. Pure: the time is an argument.</summary>
internal static class SampleRules
{
    /// <summary>The longest metric name in characters.</summary>
    public const int NameLength = 128;

    /// <summary>The longest label name in characters.</summary>
    public const int LabelNameLength = 64;

    /// <summary>The longest unit in characters.</summary>
    public const int UnitLength = 32;

    /// <summary>The first day that is kept at <paramref name="now"/>: partitions are whole UTC days.</summary>
    public static DateTimeOffset KeptFrom(DateTimeOffset now, TimeSpan retention) => now - retention;

    /// <summary>The reason why the time or the value is refused, or <c>null</c>.</summary>
    public static SampleRejection? Check(int index, DateTimeOffset at, double value, DateTimeOffset now, MetricsOptions options)
    {
        if (!double.IsFinite(value))
            return new(index, $"$.samples[{index}].value", RejectionCodes.NotFinite, "The value is not a finite number: leave the sample out when there is nothing to report.");
        if (at > now + options.FutureTolerance)
            return new(index, $"$.samples[{index}].at", RejectionCodes.InFuture, $"The time is more than {options.FutureTolerance} ahead of {now.UtcDateTime:O}: check the sender's clock.");
        if (at < KeptFrom(now, options.Retention))
            return new(index, $"$.samples[{index}].at", RejectionCodes.TooOld, $"The time is older than the retention of {options.Retention.TotalDays:0.##} days.");
        return null;
    }

    /// <summary>The reason why a series is refused with the path below the sample, or <c>null</c>.</summary>
    public static (string Path, string Reason)? Check(string? name, IReadOnlyCollection<KeyValuePair<string, string>> labels, string? unit, MetricsOptions options)
    {
        if (string.IsNullOrEmpty(name)) return (".name", "The name is missing: every sample names its metric, e.g. \"host.cpu.percent\".");
        if (!IsName(name, NameLength)) return (".name", $"A name is 1 to {NameLength} letters, digits, '_', '.', ':', '/' or '-' and starts with a letter or '_'.");
        if (unit is not null && (unit.Length is 0 or > UnitLength || unit.AsSpan().ContainsAnyInRange('\0', '\x1f')))
            return (".unit", $"A unit is 1 to {UnitLength} printable characters.");
        if (labels.Count > options.LabelLimit) return (".labels", $"A series has at most {options.LabelLimit} labels.");
        foreach (var (key, value) in labels)
        {
            if (!IsName(key, LabelNameLength)) return (".labels", $"A label name is 1 to {LabelNameLength} letters, digits, '_', '.', ':', '/' or '-' and starts with a letter or '_'.");
            if (value.Length > options.LabelValueLength) return ($".labels.{key}", $"A label value has at most {options.LabelValueLength} characters.");
            if (value.AsSpan().ContainsAnyInRange('\0', '\x1f')) return ($".labels.{key}", "A label value has no control characters.");
            if (value == SeriesFilter.Any) return ($".labels.{key}", "The label value '*' is kept for queries.");
        }

        return null;
    }

    private static bool IsName(string text, int longest)
    {
        if (text.Length is 0 || text.Length > longest || !(char.IsAsciiLetter(text[0]) || text[0] == '_')) return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '.' or ':' or '/' or '-')) return false;
        return true;
    }
}
