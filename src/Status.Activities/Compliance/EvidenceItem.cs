using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>One observation behind a computation, in the shape upstream's flows post.</summary>
/// <param name="Id">The author's id of the observation.</param>
/// <param name="Key">What was looked at, e.g. <c>host.cpu.percent</c>.</param>
/// <param name="Value">What was seen: a value of the engine's closed set (<see cref="DataJson"/>).</param>
/// <param name="Result">Whether it passes; <c>null</c> when it could not be judged. Only <c>true</c> counts as passed.</param>
/// <param name="Window">The span the observation covers, when its author gave one.</param>
/// <param name="Digest">The stored evidence behind it, when there is one (<see cref="EvidenceReference.Digest"/>).</param>
public sealed record EvidenceItem(string? Id, string? Key, object? Value, bool? Result, TimeWindow? Window = null, string? Digest = null);
