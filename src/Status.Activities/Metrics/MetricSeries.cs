namespace Status.Activities.Metrics;

/// <summary>A series as the store knows it.</summary>
/// <param name="Id">The store's number for it.</param>
/// <param name="Key">Name, labels and unit.</param>
/// <param name="CreatedAt">When its first sample came in.</param>
public sealed record MetricSeries(int Id, SeriesKey Key, DateTimeOffset CreatedAt);
