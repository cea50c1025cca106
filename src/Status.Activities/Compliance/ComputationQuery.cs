namespace Status.Activities.Compliance;

/// <summary>Asks how the computations of one control, scope and window came out.</summary>
/// <param name="ControlId">Only computations of this control; <c>null</c> for any.</param>
/// <param name="Scope">Only computations whose scope this one covers.</param>
/// <param name="Window">Only computations whose own window ends in (From, To].</param>
/// <param name="Group">Only computations of this run; <c>null</c> takes the run that finished last among those that match.</param>
public sealed record ComputationQuery(string? ControlId, Scope Scope, TimeWindow Window, string? Group);
