using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Documents;

/// <summary>Where the values of a metric come from.</summary>
/// <param name="Name">Its name in objectives.</param>
public abstract record AgreementMetric(string Name);

/// <summary>A metric read from the metrics store.</summary>
/// <param name="Name">Its name in objectives.</param>
/// <param name="Series">The series, e.g. <c>host.cpu.percent</c>.</param>
/// <param name="Aggregate">The aggregate used where an objective names none; <c>null</c> when every objective must name one.</param>
/// <param name="Labels">Labels that the samples must carry. A value <c>${member}</c> takes the value of that member of the guarantee's scope.</param>
/// <param name="Good">What counts as good for <see cref="MetricAggregate.Ratio"/>; <c>null</c>: a value other than zero.</param>
/// <param name="Scale">What the aggregate is multiplied with, e.g. 100 to read a ratio as percent.</param>
public sealed record SeriesMetric(
    string Name,
    string Series,
    MetricAggregate? Aggregate,
    IReadOnlyDictionary<string, string> Labels,
    MetricCondition? Good,
    decimal Scale) : AgreementMetric(Name);

/// <summary>A metric that is the share (0 to 100) of passing observations in the computations of a control.</summary>
/// <param name="Name">Its name in objectives.</param>
/// <param name="ControlId">The control, or <c>null</c> when any computation of the evaluated group counts.</param>
public sealed record ComputedMetric(string Name, string? ControlId) : AgreementMetric(Name);

/// <summary>A number that the agreement itself fixes (<c>context.definitions.parameters</c>), such as a threshold.</summary>
/// <param name="Name">Its name in objectives.</param>
/// <param name="Value">The number.</param>
public sealed record ParameterMetric(string Name, decimal Value) : AgreementMetric(Name);
