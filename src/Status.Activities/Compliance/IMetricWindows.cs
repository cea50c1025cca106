namespace Status.Activities.Compliance;

/// <summary>Reads aggregates out of the metrics store. Implemented by the slice Metrics and by an in-memory adapter.</summary>
public interface IMetricWindows
{
    /// <summary>
    /// Answers all <paramref name="queries"/> in one round trip, in their order and in equal number. Queries over the same series, labels
    /// and window are expected to share one scan. An unknown series is a window without samples, not an error.
    /// </summary>
    Task<IReadOnlyList<MetricWindowValue>> QueryAsync(IReadOnlyList<MetricWindowQuery> queries, CancellationToken cancellationToken);
}
