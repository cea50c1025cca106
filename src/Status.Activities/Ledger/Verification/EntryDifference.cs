using Status.Activities.Ledger.Entries;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Verification;

/// <summary>An index at which the three records of a leaf do not agree.</summary>
/// <param name="Index">The index.</param>
/// <param name="Entry">The row; <c>null</c> when it is missing.</param>
/// <param name="Computed">The leaf hash recomputed from the row's columns.</param>
/// <param name="Stored">The row's column <c>leaf_hash</c>.</param>
/// <param name="Tiled">The hash in the tile; <c>null</c> when the tile lacks it.</param>
internal sealed record EntryDifference(long Index, LedgerEntry? Entry, MerkleHash Computed, MerkleHash Stored, MerkleHash? Tiled);
