namespace Status.Activities.Agreements.Objectives;

/// <summary>What a metric gave in a window.</summary>
/// <param name="Value">The number, or <c>null</c> when there is none.</param>
/// <param name="Missing">Why there is none, in a sentence part such as <c>has no data in the window</c>; <c>null</c> otherwise.</param>
public readonly record struct MetricReading(decimal? Value, string? Missing = null);
