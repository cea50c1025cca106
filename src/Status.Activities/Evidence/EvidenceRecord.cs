using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence;

/// <summary>One committed piece of evidence, without its bytes.</summary>
public sealed record EvidenceRecord
{
    /// <summary>Unique id; a function of the activity's idempotency key.</summary>
    public required string Id { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the bytes: their address.</summary>
    public required string Digest { get; init; }

    /// <summary>Number of bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Media type of the bytes as collected.</summary>
    public required string MediaType { get; init; }

    /// <summary>What it is: <c>metrics</c>, <c>http</c>, <c>document</c> or a designer's own word.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it came from: a URL, a series, a name.</summary>
    public required string Source { get; init; }

    /// <summary>The control it was collected for; <c>null</c> when it stands by itself.</summary>
    public string? ControlId { get; init; }

    /// <summary>The agreement it supports, when the collector knew.</summary>
    public string? AgreementId { get; init; }

    /// <summary>The scope it speaks about.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The window it covers, when it covers one.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>When it was collected.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>The first instant at which it counts.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>The first instant at which it counts no longer; <c>null</c> when it does not expire.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The run that collected it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>How it came to be: instance, node, collector and its version, query or URL.</summary>
    public required DataObject Provenance { get; init; }

    /// <summary>What other slices need to know of it.</summary>
    public EvidenceReference ToReference() => new(Digest, ControlId, Scope, Source, CollectedAt, ValidUntil);

    /// <summary>The record as an engine value: what activities give out and <c>evidence.collected</c> carries.</summary>
    public DataObject ToData() => new()
    {
        ["id"] = Id,
        ["digest"] = Digest,
        ["size"] = (double)Size,
        ["mediaType"] = MediaType,
        ["kind"] = Kind,
        ["source"] = Source,
        ["controlId"] = ControlId,
        ["agreementId"] = AgreementId,
        ["scope"] = Scope.ToData(),
        ["window"] = Window is { } window ? new DataObject { ["from"] = window.From, ["to"] = window.To } : null,
        ["collectedAt"] = CollectedAt,
        ["validFrom"] = ValidFrom,
        ["validUntil"] = ValidUntil,
        ["instanceId"] = InstanceId,
    };
}
