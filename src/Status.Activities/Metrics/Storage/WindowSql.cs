using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Status.Activities.Compliance;

namespace Status.Activities.Metrics.Storage;

/// <summary>The SQL of aggregates over samples. <see cref="WindowAggregates"/> says the same for values in memory.</summary>
internal static class WindowSql
{
    /// <summary>The numbers of the series with name <c>$1</c>, labels that contain <c>$2</c> and the label names <c>$3</c>.</summary>
    public const string SeriesIds = "array(select id from metrics.series where name = $1 and labels @> $2 and labels ?& $3)";

    /// <summary>
    /// The samples of those series with <c>$4</c> ≤ time &lt; <c>$5</c>, as columns <c>at</c> and <c>value</c>. One series after the other through the primary
    /// key: the planner cannot know how few series a name has, and would read whole partitions for them if <c>offset 0</c> did not keep it from
    /// turning the loop into one scan (measured: 110 ms against 350 ms for two series of ten).
    /// </summary>
    public const string Samples = $"""
        unnest({SeriesIds}) as of(id)
        cross join lateral (select at, value from metrics.sample where series = of.id and at >= $4 and at < $5 offset 0) samples
        """;

    // Each series is asked for its last sample alone, which its index answers without reading the window.
    private const string Last = $"""
        (select newest.value from unnest({SeriesIds}) as of(id)
         cross join lateral (select at, value from metrics.sample where series = of.id and at >= $4 and at < $5 order by at desc limit 1) newest
         order by newest.at desc, newest.value desc limit 1)
        """;

    /// <summary>The parameters $1 to $5.</summary>
    public static IEnumerable<NpgsqlParameter> Parameters(string name, IReadOnlyDictionary<string, string> labels, TimeWindow window)
    {
        yield return new() { Value = name };
        yield return new() { Value = LabelsJson(labels), NpgsqlDbType = NpgsqlDbType.Jsonb };
        yield return new() { Value = PresentLabels(labels), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
        yield return new() { Value = window.From.UtcDateTime };
        yield return new() { Value = window.To.UtcDateTime };
    }

    /// <summary>The labels that must have one value, as JSON.</summary>
    public static string LabelsJson(IReadOnlyDictionary<string, string> labels) =>
        JsonSerializer.Serialize(labels.Where(label => label.Value != SeriesFilter.Any).ToDictionary());

    /// <summary>The names of labels that must be present, whatever their value.</summary>
    public static string[] PresentLabels(IReadOnlyDictionary<string, string> labels) =>
        [.. labels.Where(label => label.Value == SeriesFilter.Any).Select(label => label.Key)];

    /// <summary>The expression of one aggregate; a threshold it needs is added to <paramref name="parameters"/>.</summary>
    public static string Expression(MetricAggregate aggregate, MetricCondition? good, NpgsqlParameterCollection parameters) => aggregate switch
    {
        MetricAggregate.Avg => "avg(value)",
        MetricAggregate.Sum => "sum(value)",
        MetricAggregate.Min => "min(value)",
        MetricAggregate.Max => "max(value)",
        MetricAggregate.P50 => "percentile_disc(0.5) within group (order by value)",
        MetricAggregate.P95 => "percentile_disc(0.95) within group (order by value)",
        MetricAggregate.P99 => "percentile_disc(0.99) within group (order by value)",
        MetricAggregate.Count => "count(*)::double precision",
        MetricAggregate.Ratio => $"(count(*) filter (where {Good(good, parameters)}))::double precision / nullif(count(*), 0)",
        _ => Last,
    };

    /// <summary>Rounds what depends on the order of additions (<see cref="WindowAggregates.Settle"/>).</summary>
    public static double Settle(MetricAggregate aggregate, double value) =>
        aggregate is MetricAggregate.Avg or MetricAggregate.Sum ? WindowAggregates.Settle(value) : value;

    private static string Good(MetricCondition? good, NpgsqlParameterCollection parameters)
    {
        if (good is null) return "value <> 0";
        parameters.Add(new() { Value = good.Threshold });
        var sign = good.Comparison switch
        {
            Comparison.GreaterOrEqual => ">=",
            Comparison.LessOrEqual => "<=",
            Comparison.Greater => ">",
            Comparison.Less => "<",
            Comparison.Equal => "=",
            _ => "<>",
        };
        return $"value {sign} ${parameters.Count}";
    }
}
