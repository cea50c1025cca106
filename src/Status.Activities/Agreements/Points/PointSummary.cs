namespace Status.Activities.Agreements.Points;

/// <summary>Points in steps of equal length.</summary>
/// <param name="From">Where the first step begins: at the first point of the range, not before it.</param>
/// <param name="To">Where the range ends.</param>
/// <param name="Step">How long a step is.</param>
/// <param name="Buckets">The steps that have points, by agreement, guarantee, scope and time.</param>
public sealed record PointSummary(DateTimeOffset From, DateTimeOffset To, TimeSpan Step, IReadOnlyList<PointBucket> Buckets);
