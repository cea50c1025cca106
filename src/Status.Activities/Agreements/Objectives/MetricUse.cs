using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Objectives;

/// <summary>A metric as an objective reads it.</summary>
/// <param name="Name">The metric's name in the agreement.</param>
/// <param name="Aggregate">The aggregate the objective asks for, or <c>null</c> for that of the metric's measure.</param>
/// <param name="Column">Where it first stands in the text, counted from 1.</param>
public sealed record MetricUse(string Name, MetricAggregate? Aggregate, int Column)
{
    /// <summary>How it is called in points and reasons: <c>p95(LATENCY)</c> or <c>LATENCY</c>.</summary>
    public string Label { get; } = Aggregate is { } aggregate ? $"{aggregate.ToText()}({Name})" : Name;
}
