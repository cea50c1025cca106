using System.Globalization;
using Status.Activities.Compliance;

namespace Status.Activities.Metrics.Storage;

/// <summary>What the aggregates mean, for values in memory; the SQL of <see cref="WindowSql"/> says the same.</summary>
internal static class WindowAggregates
{
    /// <summary>One number out of a window's samples, ordered by nothing in particular; <c>null</c> without samples, but 0 for Count.</summary>
    public static double? Compute(MetricAggregate aggregate, MetricCondition? good, List<TimedValue> samples)
    {
        if (samples.Count == 0) return aggregate == MetricAggregate.Count ? 0 : null;
        return aggregate switch
        {
            MetricAggregate.Avg => Settle(samples.Sum(sample => sample.Value) / samples.Count),
            MetricAggregate.Sum => Settle(samples.Sum(sample => sample.Value)),
            MetricAggregate.Min => samples.Min(sample => sample.Value),
            MetricAggregate.Max => samples.Max(sample => sample.Value),
            MetricAggregate.P50 => NearestRank(samples, 0.50),
            MetricAggregate.P95 => NearestRank(samples, 0.95),
            MetricAggregate.P99 => NearestRank(samples, 0.99),
            MetricAggregate.Count => samples.Count,
            MetricAggregate.Ratio => (double)samples.Count(sample => good?.Accepts(sample.Value) ?? sample.Value != 0) / samples.Count,
            _ => samples.Max().Value,
        };
    }

    /// <summary>
    /// Rounds to 12 significant digits. Floating-point sums depend on the order of their terms, and a database chooses that order anew
    /// with every plan: without this the same window could have two averages, and evidence two digests.
    /// </summary>
    public static double Settle(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    private static double NearestRank(List<TimedValue> samples, double share)
    {
        var values = samples.ConvertAll(sample => sample.Value);
        values.Sort();
        return values[Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1)];
    }
}
