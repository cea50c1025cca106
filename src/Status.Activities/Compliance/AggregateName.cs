using System.Collections.Frozen;

namespace Status.Activities.Compliance;

/// <summary>The words for aggregates in objectives and in a metric's <c>measure</c>.</summary>
public static class AggregateName
{
    private static readonly FrozenDictionary<string, MetricAggregate> _byName =
        Enum.GetValues<MetricAggregate>().ToFrozenDictionary(aggregate => aggregate.ToText(), StringComparer.Ordinal);

    /// <summary>All words, for messages: <c>avg, min, max, …</c>.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<MetricAggregate>().Select(ToText));

    /// <summary>The lower-case word.</summary>
    public static string ToText(this MetricAggregate aggregate) => aggregate switch
    {
        MetricAggregate.Avg => "avg",
        MetricAggregate.Min => "min",
        MetricAggregate.Max => "max",
        MetricAggregate.P50 => "p50",
        MetricAggregate.P95 => "p95",
        MetricAggregate.P99 => "p99",
        MetricAggregate.Count => "count",
        MetricAggregate.Ratio => "ratio",
        MetricAggregate.Sum => "sum",
        _ => "last",
    };

    /// <summary>Reads a word; case counts, as everywhere in an objective.</summary>
    public static bool TryParse(string? text, out MetricAggregate aggregate) => _byName.TryGetValue(text ?? "", out aggregate);
}
