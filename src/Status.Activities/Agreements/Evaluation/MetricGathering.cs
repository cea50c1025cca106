using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Objectives;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>Collects what all objectives of an evaluation need, asks for each number once and in one call per store, and hands out the readings.</summary>
internal sealed class MetricGathering(IMetricWindows windows, IComputationSummaries computations)
{
    private readonly Dictionary<string, int> _windowIndex = new(StringComparer.Ordinal);
    private readonly List<MetricWindowQuery> _windowQueries = [];
    private readonly Dictionary<string, int> _computationIndex = new(StringComparer.Ordinal);
    private readonly List<ComputationQuery> _computationQueries = [];
    private IReadOnlyList<MetricWindowValue> _windowValues = [];
    private IReadOnlyList<ComputationSummary> _summaries = [];

    /// <summary>Notes a need; the number is the handle for <see cref="Read"/>.</summary>
    public int Need(AgreementMetric metric, MetricUse use, PlannedWindow planned, string? group)
    {
        switch (metric)
        {
            case SeriesMetric series:
                var query = new MetricWindowQuery(
                    series.Series, Labels(series, planned.Element.Scope), planned.Past, use.Aggregate ?? series.Aggregate ?? MetricAggregate.Avg, series.Good);
                return Add(_windowIndex, _windowQueries, WindowKey(query), query);
            case ComputedMetric computed:
                var wanted = new ComputationQuery(computed.ControlId, planned.Element.Scope, planned.Past, group);
                return Add(_computationIndex, _computationQueries, $"{wanted.ControlId}|{wanted.Scope.Key}|{wanted.Window.From.UtcTicks}|{wanted.Window.To.UtcTicks}", wanted);
            default:
                return -1;
        }
    }

    /// <summary>Asks the stores.</summary>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        if (_windowQueries.Count > 0) _windowValues = await windows.QueryAsync(_windowQueries, cancellationToken);
        if (_computationQueries.Count > 0) _summaries = await computations.SummariseAsync(_computationQueries, cancellationToken);
    }

    /// <summary>The reading for a need, with the run it rests on when it is a computed one.</summary>
    public (MetricReading Reading, string? Group) Read(AgreementMetric metric, int handle)
    {
        switch (metric)
        {
            case ParameterMetric parameter:
                return (new(parameter.Value), null);
            case ComputedMetric:
                var summary = _summaries[handle];
                return summary.Percent is { } percent
                    ? (new(percent), summary.Group)
                    : (new(null, summary.Group is null ? "was not computed in the window" : "has no observations in the window"), summary.Group);
            case SeriesMetric series:
                return (Scale(_windowValues[handle].Value, series.Scale), null);
            default:
                throw new InvalidOperationException($"Nothing reads {metric.GetType().Name}.");
        }
    }

    private static MetricReading Scale(double? value, decimal scale)
    {
        if (value is not { } number) return new(null, "has no data in the window");
        if (!double.IsFinite(number)) return new(null, "is not a finite number");
        try
        {
            return new((decimal)number * scale);
        }
        catch (OverflowException)
        {
            return new(null, "is too large to be exact");
        }
    }

    private static int Add<T>(Dictionary<string, int> index, List<T> list, string key, T item)
    {
        if (index.TryGetValue(key, out var known)) return known;
        list.Add(item);
        return index[key] = list.Count - 1;
    }

    private static string WindowKey(MetricWindowQuery query) => string.Join(
        '\u001f',
        [
            query.Series, query.Aggregate.ToText(), query.Good is { } good ? $"{good.Comparison}{good.Threshold:R}" : "",
            $"{query.Window.From.UtcTicks}", $"{query.Window.To.UtcTicks}",
            .. query.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"),
        ]);

    /// <summary>A value <c>${member}</c> is the scope's; where the scope says any, the label only has to be there.</summary>
    private static IReadOnlyDictionary<string, string> Labels(SeriesMetric series, Scope scope)
    {
        if (!series.Labels.Values.Any(value => value.StartsWith("${", StringComparison.Ordinal))) return series.Labels;
        return series.Labels.ToDictionary(
            label => label.Key,
            label => label.Value is ['$', '{', .. var member, '}'] ? scope[member] ?? Scope.Any : label.Value,
            StringComparer.Ordinal);
    }
}
