using System.Globalization;
using System.Text;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger.Proofs;

/// <summary>Everything an outsider needs, besides the entry and the public key, to see that the entry is in the ledger.</summary>
/// <param name="Key">The key of the entry.</param>
/// <param name="Index">Its index.</param>
/// <param name="LeafHash">Its leaf hash.</param>
/// <param name="TreeSize">The size of the tree that the path leads to.</param>
/// <param name="Hashes">The path, from the leaf upwards (RFC 9162 §2.1.3).</param>
/// <param name="Checkpoint">The signed note with the root of that tree.</param>
public sealed record LedgerProof(string Key, long Index, MerkleHash LeafHash, long TreeSize, IReadOnlyList<MerkleHash> Hashes, string Checkpoint)
{
    /// <summary>The proof as a value for variables and outputs.</summary>
    public DataObject ToData() => new()
    {
        ["key"] = Key,
        ["index"] = Index,
        ["treeSize"] = TreeSize,
        ["leafHash"] = LeafHash.ToString(),
        ["hashes"] = new DataArray(Hashes.Select(h => (object?)h.ToBase64())),
        ["checkpoint"] = Checkpoint,
    };

    /// <summary>The proof as one text file after C2SP tlog-proof: index, path, checkpoint.</summary>
    public string ToFile()
    {
        var text = new StringBuilder("c2sp.org/tlog-proof@v1\n");
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Hashes) text.Append(hash.ToBase64()).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>What is wrong with the proof under the public key; <c>null</c> when it holds.</summary>
    public string? FindProblem(NoteKey key)
    {
        var note = SignedNote.Parse(Checkpoint);
        if (!key.Verifies(note)) return $"The checkpoint of {TreeSize} entries has no valid signature of {key}.";
        var head = Notes.Checkpoint.Parse(note.Text);
        if (head.Origin != key.Name) return $"The checkpoint is of the ledger '{head.Origin}', not of '{key.Name}'.";
        if (head.Size != TreeSize) return $"The checkpoint covers {head.Size} entries, the path leads to a tree of {TreeSize}.";
        return ProofVerifier.Inclusion(Index, TreeSize, LeafHash, Hashes, head.Root)
            ? null
            : $"The path of entry {Index} does not lead to the root of the signed checkpoint of {TreeSize} entries.";
    }
}
