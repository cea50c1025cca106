using Status.Activities.Compliance;

namespace Status.Activities.Metrics;

/// <summary>Asks for one number per step over a window, for a chart.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Labels">Labels the series must carry; several matching series are taken together.</param>
/// <param name="Window">The samples with From ≤ time &lt; To; steps are counted from From.</param>
/// <param name="Step">The length of one step; positive.</param>
/// <param name="Aggregate">How the samples of one step become one number.</param>
public sealed record RangeQuery(
    string Name, IReadOnlyDictionary<string, string> Labels, TimeWindow Window, TimeSpan Step, MetricAggregate Aggregate);
