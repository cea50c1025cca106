using System.Numerics;

namespace Status.Activities.Ledger.Merkle;

/// <summary>
/// The leaves from <paramref name="Begin"/> up to and without <paramref name="End"/>, as they occur in proofs: the tree hash of the
/// range (RFC 9162 §2.1.1) is one member of the proof.
/// </summary>
/// <param name="Begin">The first leaf; a multiple of a power of two that is not smaller than the range.</param>
/// <param name="End">One past the last leaf.</param>
public readonly record struct LeafRange(long Begin, long End)
{
    /// <summary>The largest power of two smaller than <paramref name="size"/> (the split point k of RFC 9162); the size is at least 2.</summary>
    internal static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    /// <summary>The perfect subtrees that make up the range, from left to right (falling heights).</summary>
    internal IEnumerable<NodeId> Nodes()
    {
        var begin = Begin;
        while (begin < End)
        {
            var level = BitOperations.Log2((ulong)(End - begin));
            yield return new NodeId(level, begin >> level);
            begin += 1L << level;
        }
    }

    /// <summary>The tree hash of the range, folded from its perfect subtrees.</summary>
    internal MerkleHash Fold(Func<NodeId, MerkleHash> node)
    {
        var hashes = Nodes().Select(node).ToArray();
        var result = hashes[^1];
        for (var i = hashes.Length - 2; i >= 0; i--) result = TreeHash.Node(hashes[i], result);
        return result;
    }
}
