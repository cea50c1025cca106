namespace Status.Activities.Ledger.Merkle;

/// <summary>Which hashes a proof consists of (RFC 9162 §2.1.3.1 and §2.1.4.1), as leaf ranges in the order the proof lists them.</summary>
public static class ProofPath
{
    /// <summary>
    /// The path that proves leaf <paramref name="index"/> in the tree of <paramref name="size"/> leaves. Throws
    /// <see cref="ArgumentOutOfRangeException"/> when there is no such leaf.
    /// </summary>
    public static IReadOnlyList<LeafRange> Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<LeafRange>();
        long begin = 0, end = size;
        while (end - begin > 1)
        {
            var middle = begin + LeafRange.Split(end - begin);
            if (index < middle)
            {
                path.Add(new LeafRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new LeafRange(begin, middle));
                begin = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>
    /// The path that proves that the tree of <paramref name="oldSize"/> leaves is a prefix of the tree of <paramref name="newSize"/>
    /// leaves; empty for an empty old tree and for equal sizes. Throws <see cref="ArgumentOutOfRangeException"/> when the old size is
    /// negative or larger.
    /// </summary>
    public static IReadOnlyList<LeafRange> Consistency(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var path = new List<LeafRange>();
        if (oldSize == 0 || oldSize == newSize) return path;
        long begin = 0, end = newSize;
        while (end != oldSize)
        {
            var middle = begin + LeafRange.Split(end - begin);
            if (oldSize <= middle)
            {
                path.Add(new LeafRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new LeafRange(begin, middle));
                begin = middle;
            }
        }

        // The verifier knows the old root itself; only a part of it must be told.
        if (begin > 0) path.Add(new LeafRange(begin, end));
        path.Reverse();
        return path;
    }
}
