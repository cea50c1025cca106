namespace Status.Workflows.Resilience;

/// <summary>The whole runtime is paused: no work is begun, on no host; what is accepted is kept.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why, in their words; <c>null</c> when they said nothing.</param>
public sealed record RuntimePause(DateTimeOffset At, string By, string? Reason);
