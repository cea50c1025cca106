using Status.Activities.Ledger.Storage;

namespace Status.Activities.Ledger.Proofs;

/// <summary>Builds proofs against the newest signed checkpoint: O(log n) tiles, one round trip. Safe for concurrent use.</summary>
/// <param name="store">The ledger.</param>
public sealed class LedgerProver(LedgerStore store)
{
    /// <summary>The proof of the entry with a key; <c>null</c> when there is no such entry.</summary>
    public async ValueTask<LedgerProof?> ProveAsync(string key, CancellationToken cancellationToken) =>
        await store.FindEntryAsync(key, cancellationToken) is { } stored ? await ProveAsync(stored, cancellationToken) : null;

    /// <summary>The proof of a stored entry; <c>null</c> when no checkpoint covers it.</summary>
    public async ValueTask<LedgerProof?> ProveAsync(StoredEntry stored, CancellationToken cancellationToken)
    {
        var head = await store.GetHeadAsync(cancellationToken);
        if (head is null || head.Size <= stored.Entry.Index) return null;
        var hashes = await store.ProveInclusionAsync(stored.Entry.Index, head.Size, cancellationToken);
        return new LedgerProof(stored.Entry.Key, stored.Entry.Index, stored.LeafHash, head.Size, hashes, head.Note);
    }
}
