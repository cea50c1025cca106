using System.Globalization;

namespace Status.Activities.Metrics.Sampling;

/// <summary>Reads the limits of a container from the files of cgroup v2. Without a limit the machine's own figures hold.</summary>
internal static class Cgroup
{
    /// <summary>
    /// Used memory in percent of the limit, as <c>memory.max</c>, <c>memory.current</c> and <c>memory.stat</c> say; <c>null</c> without a limit.
    /// File cache that nobody uses is not counted, since the kernel gives it back before it refuses memory.
    /// </summary>
    public static double? MemoryPercent(string? max, string? current, string? stat)
    {
        if (Number(max) is not (> 0 and var limit) || Number(current) is not { } used) return null;
        var inactive = Field(stat, "inactive_file") ?? 0;
        return Math.Clamp((double)(100 * (used - Math.Min(inactive, used)) / limit), 0, 100);
    }

    /// <summary>The processors that <c>cpu.max</c> allows; <c>null</c> without a limit.</summary>
    public static double? Processors(string? max)
    {
        var fields = (max ?? "").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 2 && Number(fields[0]) is > 0 and var quota && Number(fields[1]) is > 0 and var period ? (double)(quota / period) : null;
    }

    /// <summary>The processor time used since the group was made, in microseconds, as <c>cpu.stat</c> says.</summary>
    public static decimal? UsedMicroseconds(string? stat) => Field(stat, "usage_usec");

    /// <summary>Used processor time in percent of what the limit allows; <c>null</c> when no time passed or the counter went back.</summary>
    public static double? CpuPercent(decimal before, decimal after, TimeSpan elapsed, double processors) =>
        elapsed <= TimeSpan.Zero || after < before ? null : Math.Clamp((double)(after - before) / elapsed.TotalMicroseconds / processors * 100, 0, 100);

    private static decimal? Field(string? text, string name)
    {
        foreach (var line in (text ?? "").Split('\n'))
            if (line.StartsWith(name + " ", StringComparison.Ordinal)) return Number(line[(name.Length + 1)..]);
        return null;
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
