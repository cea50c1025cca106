using System.Globalization;

namespace Status.Activities.Metrics.Sampling;

/// <summary>Reads <c>/proc/meminfo</c>.</summary>
internal static class MemoryInfo
{
    /// <summary>
    /// The share of memory that is not available to new programs, in percent; <c>null</c> when MemTotal or MemAvailable is missing or makes no
    /// sense. MemFree would not do: it leaves out caches that the kernel gives back at once.
    /// </summary>
    public static double? Percent(string text)
    {
        decimal? total = null, available = null;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            if (line.StartsWith("MemTotal:")) total = Kilobytes(line["MemTotal:".Length..]);
            else if (line.StartsWith("MemAvailable:")) available = Kilobytes(line["MemAvailable:".Length..]);
        }

        return total is > 0 && available >= 0 && available <= total ? (double)(100 * (1 - (available / total)))! : null;
    }

    private static decimal? Kilobytes(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.EndsWith("kB")) text = text[..^2].TrimEnd();
        return decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
