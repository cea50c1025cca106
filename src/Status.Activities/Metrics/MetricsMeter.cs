using System.Diagnostics.Metrics;

namespace Status.Activities.Metrics;

/// <summary>What the slice tells about itself: the meter <see cref="Name"/>.</summary>
internal static class MetricsMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Status.Activities.Metrics";

    private static readonly Meter _meter = new(Name);
    private static readonly Counter<long> _samples = _meter.CreateCounter<long>("status.metrics.samples", "{sample}", "Samples handed to the store");
    private static readonly Histogram<double> _writes = _meter.CreateHistogram<double>("status.metrics.write.duration", "s", "Time of one shared transaction");

    /// <summary>Counts one transaction.</summary>
    public static void Written(int samples, TimeSpan duration)
    {
        _samples.Add(samples);
        _writes.Record(duration.TotalSeconds);
    }
}
