namespace Status.Activities.Metrics;

/// <summary>One measured value of one series at one instant.</summary>
/// <param name="Index">The sample's place in the batch it came with, for reports.</param>
/// <param name="Series">The series it belongs to.</param>
/// <param name="At">When it was measured; stored in whole microseconds, what is finer is cut off.</param>
/// <param name="Value">The value in the series' unit; finite.</param>
public readonly record struct MetricSample(int Index, SeriesKey Series, DateTimeOffset At, double Value);
