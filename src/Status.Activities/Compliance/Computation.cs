namespace Status.Activities.Compliance;

/// <summary>The verdict of a control's evaluation about one unit (a trace, a document, a host), with the observations behind it.</summary>
/// <param name="Id">The computation's id.</param>
/// <param name="Group">The correlation id of the run that produced it; all computations of one run share it.</param>
/// <param name="Value">The run's own verdict, or <c>null</c> when it has none.</param>
/// <param name="Scope">The concrete values it speaks about.</param>
/// <param name="Evidences">The observations.</param>
/// <param name="Window">The span it covers.</param>
/// <param name="ControlId">The control it belongs to, when known.</param>
public sealed record Computation(
    string Id, string Group, bool? Value, Scope Scope, IReadOnlyList<EvidenceItem> Evidences, TimeWindow Window, string? ControlId);
