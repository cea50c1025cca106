using System.Numerics;

namespace Status.Activities.Ledger.Merkle;

/// <summary>
/// The right edge of a growing tree: the roots of its perfect subtrees from left to right, one per set bit of the size. It is all
/// that appending and taking the root need, O(log n) hashes of memory and work.
/// </summary>
public sealed class CompactRange
{
    private readonly List<MerkleHash> _hashes = [];

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Starts with a known tree: the roots of its perfect subtrees, largest first.</summary>
    internal static CompactRange Load(long size, Func<NodeId, MerkleHash> node)
    {
        var range = new CompactRange { Size = size };
        foreach (var id in new LeafRange(0, size).Nodes()) range._hashes.Add(node(id));
        return range;
    }

    /// <summary>An independent copy.</summary>
    internal CompactRange Clone()
    {
        var copy = new CompactRange { Size = Size };
        copy._hashes.AddRange(_hashes);
        return copy;
    }

    /// <summary>Adds a leaf by its hash.</summary>
    public void Append(MerkleHash leaf)
    {
        // Each trailing one bit of the size is a perfect subtree that the new leaf completes to the next height.
        for (var carries = BitOperations.TrailingZeroCount(~(ulong)Size); carries > 0; carries--)
        {
            leaf = TreeHash.Node(_hashes[^1], leaf);
            _hashes.RemoveAt(_hashes.Count - 1);
        }

        _hashes.Add(leaf);
        Size++;
    }

    /// <summary>The tree hash over all leaves; <see cref="TreeHash.Empty"/> for none.</summary>
    public MerkleHash Root()
    {
        if (_hashes.Count == 0) return TreeHash.Empty;
        var root = _hashes[^1];
        for (var i = _hashes.Count - 2; i >= 0; i--) root = TreeHash.Node(_hashes[i], root);
        return root;
    }
}
