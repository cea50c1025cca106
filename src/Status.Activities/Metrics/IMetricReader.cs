using Status.Activities.Compliance;

namespace Status.Activities.Metrics;

/// <summary>Reads series and samples for screens and evidence; verdicts read through <see cref="IMetricWindows"/>.</summary>
public interface IMetricReader
{
    /// <summary>One page of series, in the order of their ids.</summary>
    Task<IReadOnlyList<MetricSeries>> ListSeriesAsync(SeriesFilter filter, CancellationToken cancellationToken);

    /// <summary>One point for each step that holds samples, in time order.</summary>
    Task<IReadOnlyList<RangePoint>> QueryRangeAsync(RangeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The samples of a window as they are, ordered by series (name, then labels) and time; at most <paramref name="limit"/> of them.
    /// <see cref="MetricSample.Index"/> counts them.
    /// </summary>
    Task<IReadOnlyList<MetricSample>> ReadSamplesAsync(
        string name, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken);
}
