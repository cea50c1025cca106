namespace Status.Activities.Compliance;

/// <summary>One sample of a series.</summary>
/// <param name="Labels">The labels of its series.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Value">The value in the series' unit.</param>
public sealed record MetricSampleValue(IReadOnlyCollection<KeyValuePair<string, string>> Labels, DateTimeOffset At, double Value);
