using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Evidence;

/// <summary>A piece of evidence on the wire.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Digest">SHA-256 of the content, lower-case hexadecimal.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="MediaType">Media type of the content as collected.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="ControlId">The control it supports.</param>
/// <param name="AgreementId">The agreement it supports.</param>
/// <param name="Scope">The scope it speaks about.</param>
/// <param name="Window">The window it covers.</param>
/// <param name="CollectedAt">When it was collected.</param>
/// <param name="ValidFrom">First instant at which it counts.</param>
/// <param name="ValidUntil">First instant at which it counts no longer; absent when it does not expire.</param>
/// <param name="InstanceId">The run that collected it.</param>
/// <param name="Provenance">How it came to be.</param>
internal sealed record EvidenceAnswer(
    string Id,
    string Digest,
    int Size,
    string MediaType,
    string Kind,
    string Source,
    string? ControlId,
    string? AgreementId,
    IReadOnlyDictionary<string, string> Scope,
    TimeWindow? Window,
    DateTimeOffset CollectedAt,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil,
    string InstanceId,
    DataObject Provenance)
{
    /// <summary>The record as it is answered.</summary>
    public static EvidenceAnswer From(EvidenceRecord record) => new(
        record.Id, record.Digest, record.Size, record.MediaType, record.Kind, record.Source, record.ControlId, record.AgreementId,
        new Dictionary<string, string>(record.Scope, StringComparer.Ordinal), record.Window, record.CollectedAt, record.ValidFrom, record.ValidUntil,
        record.InstanceId, record.Provenance);
}
