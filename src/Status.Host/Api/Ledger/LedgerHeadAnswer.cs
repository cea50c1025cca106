using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;

namespace Status.Host.Api.Ledger;

/// <summary>The newest signed state of the ledger.</summary>
/// <param name="Origin">The ledger's name.</param>
/// <param name="Size">How many entries it has.</param>
/// <param name="Root">The tree hash over them, Base64; absent while the ledger is empty.</param>
/// <param name="Checkpoint">The signed note; absent while the ledger is empty.</param>
/// <param name="Key">The public key that checks it, name+id+base64.</param>
/// <param name="LastEntryAt">When the newest entry was enlisted.</param>
internal sealed record LedgerHeadAnswer(string Origin, long Size, string? Root, string? Checkpoint, string Key, DateTimeOffset? LastEntryAt)
{
    /// <summary>Reads the head.</summary>
    public static async Task<LedgerHeadAnswer> ReadAsync(LedgerStore store, LedgerSigner signer, CancellationToken cancellationToken)
    {
        var head = await store.GetHeadAsync(cancellationToken);
        var last = head is null ? null : await store.GetEntryAsync(head.Size - 1, cancellationToken);
        return new(signer.Origin, head?.Size ?? 0, head?.Root.ToBase64(), head?.Note, signer.Key.ToString(), last?.Entry.EnlistedAt);
    }
}
