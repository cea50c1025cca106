using Status.Activities.Compliance;

namespace Status.Activities.Metrics.Storage;

/// <summary>The samples of a window for other slices, from whichever store is wired.</summary>
internal sealed class MetricSamples(IMetricReader reader) : IMetricSamples
{
    public async Task<IReadOnlyList<MetricSampleValue>> ReadAsync(
        string series, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken)
    {
        var samples = await reader.ReadSamplesAsync(series, labels, window, limit, cancellationToken);
        return [.. samples.Select(sample => new MetricSampleValue(sample.Series.Labels, sample.At, sample.Value))];
    }
}
