namespace Status.Activities.Compliance;

/// <summary>Asks for one number: one aggregate of one metric over one window.</summary>
/// <param name="Series">The metric's name, e.g. <c>host.cpu.percent</c>.</param>
/// <param name="Labels">
/// Only samples whose series carries these labels with these values; a value of <c>*</c> asks for the presence of the label alone.
/// Empty takes every series of the name together.
/// </param>
/// <param name="Window">The samples with From ≤ time &lt; To.</param>
/// <param name="Aggregate">How the samples become one number.</param>
/// <param name="Good">Which samples are good, for <see cref="MetricAggregate.Ratio"/>; <c>null</c> means those that are not zero. Ignored by the other aggregates.</param>
public sealed record MetricWindowQuery(
    string Series, IReadOnlyDictionary<string, string> Labels, TimeWindow Window, MetricAggregate Aggregate, MetricCondition? Good = null);
