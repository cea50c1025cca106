namespace Status.Activities.Compliance;

/// <summary>Asks how the computations of one control, scope and window came out.</summary>
/// <param name="ControlId">Only computations of this control; <c>null</c> for any.</param>
/// <param name="Scope">Only computations whose scope this one covers.</param>
/// <param name="Window">Only runs whose computations end in (From, To]; the run named by <paramref name="Group"/> counts wherever it lies.</param>
/// <param name="Group">The run to prefer; without one, or when it computed nothing that matches, the run that finished last counts.</param>
public sealed record ComputationQuery(string? ControlId, Scope Scope, TimeWindow Window, string? Group);
