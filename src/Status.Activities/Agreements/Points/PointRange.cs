namespace Status.Activities.Agreements.Points;

/// <summary>The stretch of time in which points are summarised.</summary>
/// <param name="From">First instant.</param>
/// <param name="To">First instant after it.</param>
/// <param name="Buckets">The most steps the answer has for one guarantee; at least 1.</param>
public sealed record PointRange(DateTimeOffset From, DateTimeOffset To, int Buckets)
{
    private static readonly TimeSpan[] _steps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(30), TimeSpan.FromDays(90), TimeSpan.FromDays(365),
    ];

    /// <summary>Only these agreements; <c>null</c> for all.</summary>
    public IReadOnlyCollection<string>? AgreementIds { get; init; }

    /// <summary>Only this guarantee.</summary>
    public string? GuaranteeId { get; init; }

    /// <summary>
    /// The steps from the first point on. They are whole minutes, hours or days counted from the epoch, so that asking again a minute later moves no step.
    /// </summary>
    internal (DateTimeOffset From, TimeSpan Step) StepsFrom(DateTimeOffset first)
    {
        var span = To - first;
        // One more than the span needs, because the first step begins before the first point.
        var step = Array.Find(_steps, candidate => candidate * (Buckets - 1) >= span);
        if (step == default) step = TimeSpan.FromDays(Math.Ceiling(span.TotalDays / Math.Max(1, Buckets - 1)));
        return (new DateTimeOffset(first.UtcTicks - (first.UtcTicks % step.Ticks), TimeSpan.Zero), step);
    }
}
