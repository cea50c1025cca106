using System.Globalization;

namespace Status.Activities.Metrics.Sampling;

/// <summary>Processor time since boot, in the kernel's ticks over all cores.</summary>
/// <param name="Idle">Idle and waiting for I/O.</param>
/// <param name="Total">Everything.</param>
internal readonly record struct CpuTimes(decimal Idle, decimal Total)
{
    /// <summary>Reads the first line of <c>/proc/stat</c>; <c>null</c> when it is not of that form.</summary>
    public static CpuTimes? Parse(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var fields = (end < 0 ? text : text[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 5 || fields[0] != "cpu") return null;
        // user nice system idle iowait irq softirq steal; guest and guest_nice, which follow, are part of user and nice already.
        decimal idle = 0, total = 0;
        for (var i = 1; i < Math.Min(fields.Length, 9); i++)
        {
            if (!ulong.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)) return null;
            total += ticks;
            if (i is 4 or 5) idle += ticks;
        }

        return new CpuTimes(idle, total);
    }

    /// <summary>
    /// The share of busy time between two readings in percent; <c>null</c> when no time passed or the counters went back (they wrapped or the
    /// machine was restored), since then nothing is known about the time between.
    /// </summary>
    public static double? Percent(CpuTimes before, CpuTimes after)
    {
        var total = after.Total - before.Total;
        // The kernel's I/O wait may shrink a little, so idle alone going back is no reset; it counts as no idle time.
        return total <= 0 ? null : (double)(100 * (1 - (Math.Clamp(after.Idle - before.Idle, 0, total) / total)));
    }
}
