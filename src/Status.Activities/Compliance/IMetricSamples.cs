namespace Status.Activities.Compliance;

/// <summary>Reads single samples out of the metrics store, as evidence needs them. Implemented by the slice Metrics and by an in-memory adapter.</summary>
public interface IMetricSamples
{
    /// <summary>
    /// The samples of a window as they were taken in, ordered by series (labels) and time; at most <paramref name="limit"/> of them. An unknown series is a
    /// window without samples, not an error.
    /// </summary>
    Task<IReadOnlyList<MetricSampleValue>> ReadAsync(
        string series, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken);
}
