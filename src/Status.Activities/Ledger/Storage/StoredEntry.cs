using Status.Activities.Ledger.Entries;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Storage;

/// <summary>An entry as stored, with the leaf hash that was stored beside it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="LeafHash">The stored leaf hash; equals <see cref="LedgerEntry.LeafHash"/> unless somebody altered one of the two.</param>
public sealed record StoredEntry(LedgerEntry Entry, MerkleHash LeafHash);
