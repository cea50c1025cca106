using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Evidence.Storage;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence;

/// <summary>The write that makes collected bytes count.</summary>
internal static class EvidenceWrites
{
    /// <summary>Inserts the item once; <c>evidence.collected</c> is announced only by the commit that inserted it.</summary>
    public static Write Insert(EvidenceRecord record, string key) => new(
        key,
        """
        insert into evidence.items (id, digest, size, media_type, kind, source, control_id, agreement_id, scope, scope_key,
            window_from, window_until, collected_at, valid_from, valid_until, instance_id, provenance)
        values ($1, $2, $3, $4, $5, $6, $7::text, $8::text, $9, $10, $11::timestamptz, $12::timestamptz, $13, $14, $15::timestamptz, $16, $17)
        on conflict (id) do nothing
        """,
        record.Id, Convert.FromHexString(record.Digest), record.Size, record.MediaType, record.Kind, record.Source, record.ControlId, record.AgreementId,
        new JsonParameter(DataJson.ToJson(record.Scope.ToData())), record.Scope.Key,
        record.Window?.From.ToUniversalTime(), record.Window?.To.ToUniversalTime(), record.CollectedAt.ToUniversalTime(), record.ValidFrom.ToUniversalTime(),
        record.ValidUntil?.ToUniversalTime(), record.InstanceId, new JsonParameter(DataJson.ToJson(record.Provenance)))
    {
        FactsIfApplied = [new FactDraft(EvidenceFacts.Collected, record.ToData(), record.Id) { CorrelationId = null }],
        InMemory = services => services.GetService<InMemoryEvidence>()?.Add(record) ?? true,
    };
}
