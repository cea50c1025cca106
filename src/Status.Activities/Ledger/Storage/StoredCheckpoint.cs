using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Storage;

/// <summary>A signed checkpoint as stored.</summary>
/// <param name="Size">The number of entries it covers.</param>
/// <param name="Root">The tree hash over them.</param>
/// <param name="Note">The signed note (C2SP tlog-checkpoint), exactly as it is published.</param>
public sealed record StoredCheckpoint(long Size, MerkleHash Root, string Note);
