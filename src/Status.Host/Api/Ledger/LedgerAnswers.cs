using System.Text.Json;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Storage;

namespace Status.Host.Api.Ledger;

/// <summary>An entry. Its leaf is the canonical JSON (RFC 8785) of all members but <c>leafHash</c> and <c>body</c>.</summary>
internal sealed record EntryAnswer(
    string? Agreement, string BodySha256, long Cause, string EnlistedAt, long Index, string? Instance, string Key, string Kind, string? Subject, int V, string LeafHash, JsonElement? Body)
{
    /// <summary>Makes the answer of a stored entry.</summary>
    public static EntryAnswer From(StoredEntry stored)
    {
        // The members of the leaf come from the leaf itself, so that what is served is what was hashed.
        var leaf = JsonSerializer.Deserialize<EntryAnswer>(stored.Entry.LeafData(), JsonSerializerOptions.Web)!;
        return leaf with { LeafHash = stored.LeafHash.ToString(), Body = ParseBody(stored.Entry.Body) };
    }

    private static JsonElement? ParseBody(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            // Only a tampered body is no JSON; the entry is served all the same and its hash tells.
            return null;
        }
    }
}

/// <summary>A page of entries.</summary>
/// <param name="Entries">The entries in order.</param>
/// <param name="Next">The index to continue from; <c>null</c> at the end.</param>
internal sealed record EntryPage(IReadOnlyList<EntryAnswer> Entries, long? Next);

/// <summary>A proof of inclusion (RFC 9162 §2.1.3).</summary>
/// <param name="Index">The index of the entry.</param>
/// <param name="TreeSize">The size of the tree.</param>
/// <param name="LeafHash">The leaf hash, Base64.</param>
/// <param name="Hashes">The path from the leaf upwards, Base64.</param>
/// <param name="Checkpoint">The signed checkpoint with the root; <c>null</c> when a size was asked for.</param>
internal sealed record InclusionAnswer(long Index, long TreeSize, string LeafHash, IReadOnlyList<string> Hashes, string? Checkpoint)
{
    /// <summary>Makes the answer of a proof.</summary>
    public static InclusionAnswer From(LedgerProof proof) =>
        new(proof.Index, proof.TreeSize, proof.LeafHash.ToBase64(), [.. proof.Hashes.Select(h => h.ToBase64())], proof.Checkpoint);
}

/// <summary>A proof of consistency (RFC 9162 §2.1.4).</summary>
/// <param name="From">The size of the older tree.</param>
/// <param name="To">The size of the newer tree.</param>
/// <param name="Hashes">The proof, Base64.</param>
internal sealed record ConsistencyAnswer(long From, long To, IReadOnlyList<string> Hashes);
