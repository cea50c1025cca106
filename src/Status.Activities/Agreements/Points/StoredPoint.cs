using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Points;

/// <summary>A point as it lies in the store.</summary>
/// <param name="Id">Its id, a function of agreement, guarantee, scope and window end.</param>
/// <param name="Point">The point.</param>
public sealed record StoredPoint(Guid Id, Point Point);
