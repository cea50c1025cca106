namespace Status.Activities.Ledger.Merkle;

/// <summary>Checks proofs without the tree, as an auditor does (RFC 9162 §2.1.3.2 and §2.1.4.2).</summary>
public static class ProofVerifier
{
    /// <summary>Whether <paramref name="proof"/> shows that <paramref name="leaf"/> is entry <paramref name="index"/> of the tree with this size and root.</summary>
    public static bool Inclusion(long index, long size, MerkleHash leaf, IReadOnlyList<MerkleHash> proof, MerkleHash root)
    {
        if (index < 0 || index >= size) return false;
        var (node, last) = (index, size - 1);
        var hash = leaf;
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = TreeHash.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = TreeHash.Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether <paramref name="proof"/> shows that the new tree begins with all leaves of the old tree.</summary>
    public static bool Consistency(long oldSize, MerkleHash oldRoot, long newSize, MerkleHash newRoot, IReadOnlyList<MerkleHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize) return false;
        if (oldSize == newSize) return proof.Count == 0 && oldRoot == newRoot;
        if (oldSize == 0) return proof.Count == 0 && oldRoot == TreeHash.Empty;
        var rest = new Queue<MerkleHash>(proof);
        if (long.IsPow2(oldSize)) rest = new Queue<MerkleHash>(proof.Prepend(oldRoot));
        if (rest.Count == 0) return false;
        var (node, last) = (oldSize - 1, newSize - 1);
        while ((node & 1) == 1) (node, last) = (node >> 1, last >> 1);
        var oldHash = rest.Dequeue();
        var newHash = oldHash;
        foreach (var sibling in rest)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                oldHash = TreeHash.Node(sibling, oldHash);
                newHash = TreeHash.Node(sibling, newHash);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                newHash = TreeHash.Node(newHash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && oldHash == oldRoot && newHash == newRoot;
    }
}
