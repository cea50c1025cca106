using System.Globalization;

namespace Status.Activities.Metrics.Sampling;

/// <summary>Reads <c>/proc/loadavg</c>.</summary>
internal static class LoadAverage
{
    /// <summary>The mean number of runnable tasks over the last minute; <c>null</c> when the text is not of that form.</summary>
    public static double? Parse(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var load) && double.IsFinite(load)
            ? load
            : null;
    }
}
