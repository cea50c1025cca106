namespace Status.Activities.Compliance;

/// <summary>The answer to a <see cref="MetricWindowQuery"/>.</summary>
/// <param name="Value">The aggregate in the series' unit, or <c>null</c> when the window holds no sample (never 0 in its place, except for Count).</param>
/// <param name="Samples">How many samples the window holds.</param>
public readonly record struct MetricWindowValue(double? Value, long Samples);
