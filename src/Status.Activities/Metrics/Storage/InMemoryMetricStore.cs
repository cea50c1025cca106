using System.Runtime.InteropServices;
using Status.Activities.Compliance;

namespace Status.Activities.Metrics.Storage;

/// <summary>The metrics store in memory, for tests and benchmarks: the same answers as PostgreSQL's, kept by the same contract suite.</summary>
public sealed class InMemoryMetricStore(TimeProvider time, MetricsOptions options) : IMetricSink, IMetricReader, IMetricWindows
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SeriesKey, Series> _series = [];

    /// <inheritdoc/>
    public Task<SampleOutcome[]> AppendAsync(ReadOnlyMemory<MetricSample> samples, CancellationToken cancellationToken)
    {
        var outcomes = new SampleOutcome[samples.Length];
        lock (_lock)
        {
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Store(samples.Span[i]);
        }

        return Task.FromResult(outcomes);
    }

    /// <summary>Stores one sample at once, for writes that ride on an in-memory commit.</summary>
    public SampleOutcome Append(MetricSample sample)
    {
        lock (_lock) return Store(sample);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSeries>> ListSeriesAsync(SeriesFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<MetricSeries>>([.. _series.Values
                .Where(series => series.Id > filter.After && (filter.Name is null || series.Key.Name == filter.Name) && series.Key.Matches(filter.Labels))
                .OrderBy(series => series.Id)
                .Take(filter.Limit)
                .Select(series => new MetricSeries(series.Id, series.Key, series.CreatedAt))]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RangePoint>> QueryRangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RangePoint>>([.. Samples(query.Name, query.Labels, query.Window)
                .GroupBy(sample => (sample.Ticks - query.Window.From.UtcTicks) / query.Step.Ticks)
                .OrderBy(step => step.Key)
                .Select(step => (step.Key, Samples: step.ToList()))
                .Select(step => new RangePoint(
                    query.Window.From.ToUniversalTime().AddTicks(step.Key * query.Step.Ticks),
                    WindowAggregates.Compute(query.Aggregate, good: null, step.Samples)!.Value,
                    step.Samples.Count))]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSample>> ReadSamplesAsync(
        string name, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<MetricSample>>([.. Matching(name, labels)
                .OrderBy(series => series.Key.LabelsJson, StringComparer.Ordinal)
                .SelectMany(series => series.Within(window).Select(sample => (series.Key, sample)))
                .Take(limit)
                .Select((found, index) => new MetricSample(index, found.Key, new DateTimeOffset(found.sample.Ticks, TimeSpan.Zero), found.sample.Value))]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricWindowValue>> QueryAsync(IReadOnlyList<MetricWindowQuery> queries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<MetricWindowValue>>([.. queries.Select(query =>
            {
                var samples = Samples(query.Series, query.Labels, query.Window);
                return new MetricWindowValue(WindowAggregates.Compute(query.Aggregate, query.Good, samples), samples.Count);
            })]);
        }
    }

    private SampleOutcome Store(in MetricSample sample)
    {
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, sample.Series, out var known);
        if (!known)
        {
            if (_series.Count > options.SeriesLimit || TooManyOfItsHost(sample.Series))
            {
                _series.Remove(sample.Series);
                return SampleOutcome.TooManySeries;
            }

            series = new Series(_series.Count, sample.Series, time.GetUtcNow());
        }

        var at = sample.At.UtcTicks - (sample.At.UtcTicks % TimeSpan.TicksPerMicrosecond);
        if (series!.Values.TryAdd(at, sample.Value)) return SampleOutcome.Stored;
        return series.Values[at] == sample.Value ? SampleOutcome.Duplicate : SampleOutcome.Conflict;
    }

    private bool TooManyOfItsHost(SeriesKey key)
    {
        var host = key.Labels.FirstOrDefault(label => label.Key == SeriesCatalog.HostLabel);
        return host.Value is not null && _series.Keys.Count(other => other.Labels.Contains(host)) > options.SeriesPerHostLimit;
    }

    private IEnumerable<Series> Matching(string name, IReadOnlyDictionary<string, string> labels) =>
        _series.Values.Where(series => series.Key.Name == name && series.Key.Matches(labels));

    private List<TimedValue> Samples(string name, IReadOnlyDictionary<string, string> labels, TimeWindow window) =>
        [.. Matching(name, labels).SelectMany(series => series.Within(window))];

    private sealed record Series(int Id, SeriesKey Key, DateTimeOffset CreatedAt)
    {
        public SortedList<long, double> Values { get; } = [];

        public IEnumerable<TimedValue> Within(TimeWindow window) => Values
            .SkipWhile(sample => sample.Key < window.From.UtcTicks)
            .TakeWhile(sample => sample.Key < window.To.UtcTicks)
            .Select(sample => new TimedValue(sample.Key, sample.Value));
    }
}
