namespace Status.Activities.Metrics.Maintenance;

/// <summary>What one run of <see cref="MetricsMaintenance"/> did.</summary>
/// <param name="DroppedPartitions">Days whose samples are gone.</param>
/// <param name="RemovedSeries">Series that had no sample left.</param>
public sealed record MaintenanceReport(int DroppedPartitions, int RemovedSeries);
