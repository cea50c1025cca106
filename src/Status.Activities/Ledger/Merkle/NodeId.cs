namespace Status.Activities.Ledger.Merkle;

/// <summary>
/// A perfect subtree: the node of height <paramref name="Level"/> above the leaves <paramref name="Index"/>·2^Level up to
/// (<paramref name="Index"/>+1)·2^Level. Such a node never changes once all its leaves exist.
/// </summary>
/// <param name="Level">The height above the leaves; 0 is a leaf.</param>
/// <param name="Index">The position among the nodes of the same height, from the left.</param>
public readonly record struct NodeId(int Level, long Index);
