namespace Status.Activities.Metrics;

/// <summary>One step of a <see cref="RangeQuery"/> that holds samples; steps without samples have no point.</summary>
/// <param name="At">The start of the step.</param>
/// <param name="Value">The aggregate over the step.</param>
/// <param name="Samples">How many samples the step holds.</param>
public readonly record struct RangePoint(DateTimeOffset At, double Value, long Samples);
