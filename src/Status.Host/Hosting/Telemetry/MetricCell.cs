namespace Status.Host.Hosting.Telemetry;

/// <summary>One value, or one histogram.</summary>
internal sealed class MetricCell(KeyValuePair<string, object?>[] labels, int? buckets)
{
    /// <summary>Its labels.</summary>
    public KeyValuePair<string, object?>[] Labels { get; } = labels;

    /// <summary>Value of a counter or gauge, sum of a histogram.</summary>
    public double Value { get; private set; }

    /// <summary>Number of measurements of a histogram.</summary>
    public long Count { get; private set; }

    /// <summary>Measurements by bucket, not cumulated; the last holds what is above every bound.</summary>
    public long[] Buckets { get; private init; } = buckets is { } count ? new long[count + 1] : [];

    /// <summary>Adds a measurement.</summary>
    public void Add(double value, double[]? bounds)
    {
        Value += value;
        if (bounds is null) return;
        Count++;
        var at = Array.BinarySearch(bounds, value);
        Buckets[at >= 0 ? at : ~at]++;
    }

    /// <summary>Sets the value.</summary>
    public void Set(double value) => Value = value;

    /// <summary>A copy that no longer changes.</summary>
    public MetricCell Copy() => new(Labels, null) { Value = Value, Count = Count, Buckets = [.. Buckets] };
}
