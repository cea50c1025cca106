using Status.Activities.Ledger.Merkle;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger.Entries;

/// <summary>What a poster keeps: where the entry stands and the signed checkpoint that covers it.</summary>
/// <param name="Key">The key of the entry.</param>
/// <param name="Index">Its position in the ledger.</param>
/// <param name="LeafHash">Its leaf hash.</param>
/// <param name="BodyHash">SHA-256 of its body, 64 hexadecimal digits.</param>
/// <param name="TreeSize">The number of entries that the checkpoint covers.</param>
/// <param name="Checkpoint">The signed note.</param>
public sealed record LedgerReceipt(string Key, long Index, MerkleHash LeafHash, string BodyHash, long TreeSize, string Checkpoint)
{
    /// <summary>The receipt as a value for variables, outputs and facts.</summary>
    public DataObject ToData() => new()
    {
        ["key"] = Key,
        ["index"] = Index,
        ["leafHash"] = LeafHash.ToString(),
        ["bodySha256"] = BodyHash,
        ["treeSize"] = TreeSize,
        ["checkpoint"] = Checkpoint,
    };
}
