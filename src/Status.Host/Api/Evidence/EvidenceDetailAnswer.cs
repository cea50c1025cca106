using System.Text.Json.Serialization;
using Status.Activities.Evidence;

namespace Status.Host.Api.Evidence;

/// <summary>A piece of evidence, whether it counts now, and where the ledger certifies it.</summary>
/// <param name="Evidence">The record.</param>
/// <param name="Validity">Whether it counts now.</param>
/// <param name="LedgerIndex">The index of the ledger entry about it; absent until it is posted.</param>
internal sealed record EvidenceDetailAnswer(EvidenceAnswer Evidence, EvidenceStanding Validity, long? LedgerIndex)
{
    /// <summary>Whether a record counts at an instant.</summary>
    public static EvidenceStanding ValidityOf(EvidenceRecord record, DateTimeOffset at) =>
        at < record.ValidFrom ? EvidenceStanding.NotYetValid : at >= record.ValidUntil ? EvidenceStanding.Expired : EvidenceStanding.Valid;
}

/// <summary>Whether evidence counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceStanding>))]
internal enum EvidenceStanding
{
    /// <summary>It counts.</summary>
    [JsonStringEnumMemberName("valid")]
    Valid,

    /// <summary>It counts only later.</summary>
    [JsonStringEnumMemberName("not-yet-valid")]
    NotYetValid,

    /// <summary>It counts no longer.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,
}
