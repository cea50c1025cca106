namespace Status.Activities.Compliance;

/// <summary>Points at one piece of stored evidence without carrying its bytes.</summary>
/// <param name="Digest">The content address: lower-case hexadecimal SHA-256 of the stored bytes.</param>
/// <param name="ControlId">The control it was collected for, or <c>null</c> when it stands by itself.</param>
/// <param name="Scope">The scope it speaks about.</param>
/// <param name="Source">Where it came from, e.g. <c>metrics</c>, <c>http</c>, <c>grafana</c>.</param>
/// <param name="CollectedAt">When it was collected.</param>
/// <param name="ValidUntil">The first instant at which it no longer counts, or <c>null</c> when it does not expire.</param>
public sealed record EvidenceReference(
    string Digest, string? ControlId, Scope Scope, string Source, DateTimeOffset CollectedAt, DateTimeOffset? ValidUntil);
