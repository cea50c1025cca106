namespace Status.Activities.Compliance;

/// <summary>A half-open span of time, [<paramref name="From"/>, <paramref name="To"/>). Neighbouring windows share a boundary and no instant.</summary>
/// <param name="From">The first instant inside the window.</param>
/// <param name="To">The first instant after the window.</param>
public readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The length in elapsed time; a civil day may have 23, 24 or 25 hours.</summary>
    public TimeSpan Length => To - From;

    /// <summary>Whether <paramref name="instant"/> lies in [From, To).</summary>
    public bool Contains(DateTimeOffset instant) => instant >= From && instant < To;
}
