namespace Status.Activities.Compliance;

/// <summary>Which evidence is asked for.</summary>
/// <param name="ControlId">Only evidence of this control; <c>null</c> for any.</param>
/// <param name="Scope">Only evidence whose scope this one <see cref="Compliance.Scope.Covers">covers</see>; <c>null</c> for any.</param>
/// <param name="Window">Only evidence collected in this window.</param>
/// <param name="ValidAt">Only evidence that is valid at this instant; <c>null</c> to include what has expired.</param>
public sealed record EvidenceQuery(string? ControlId, Scope? Scope, TimeWindow Window, DateTimeOffset? ValidAt = null);
