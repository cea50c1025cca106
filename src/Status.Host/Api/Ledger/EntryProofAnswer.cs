using System.Text;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Storage;

namespace Status.Host.Api.Ledger;

/// <summary>All that is needed to see, without trusting this host, that an entry is in the ledger as it is shown. Texts are given as they were hashed.</summary>
/// <param name="Index">The index of the entry.</param>
/// <param name="Leaf">The leaf: canonical JSON (RFC 8785) of every member but the body. Its hash is SHA-256(0x00, leaf).</param>
/// <param name="Body">The body: canonical JSON; the leaf holds its SHA-256.</param>
/// <param name="LeafHash">The stored leaf hash, Base64.</param>
/// <param name="TreeSize">The size of the tree that the path leads to.</param>
/// <param name="Hashes">The path from the leaf upwards (RFC 9162 section 2.1.3), Base64.</param>
/// <param name="Checkpoint">The signed note (C2SP tlog-checkpoint) with that tree's root.</param>
/// <param name="Key">The public key that checks the note (C2SP signed-note). Compare it over another channel before trusting it.</param>
internal sealed record EntryProofAnswer(
    long Index, string Leaf, string Body, string LeafHash, long TreeSize, IReadOnlyList<string> Hashes, string Checkpoint, string Key)
{
    /// <summary>Makes the answer of a stored entry and its proof.</summary>
    public static EntryProofAnswer From(StoredEntry stored, LedgerProof proof, NoteKey key) => new(
        stored.Entry.Index, Encoding.UTF8.GetString(stored.Entry.LeafData()), Encoding.UTF8.GetString(stored.Entry.Body), stored.LeafHash.ToBase64(),
        proof.TreeSize, [.. proof.Hashes.Select(hash => hash.ToBase64())], proof.Checkpoint, key.ToString());
}
