namespace Status.Activities.Ledger.Merkle;

/// <summary>
/// A tile: up to <see cref="Width"/> neighbouring hashes of the tree at height 8·<paramref name="Level"/>, the unit in which the tree
/// is stored and published (C2SP tlog-tiles). Only the rightmost tile of a level can be partial, and it only ever grows.
/// </summary>
/// <param name="Level">The tile's level; 0 holds leaf hashes, level 1 the roots of full tiles of level 0, and so on.</param>
/// <param name="Index">The tile's position in its level, from the left.</param>
public readonly record struct TileId(int Level, long Index)
{
    /// <summary>The number of hashes in a full tile.</summary>
    public const int Width = 1 << Height;

    /// <summary>The height of the tree inside a full tile.</summary>
    public const int Height = 8;

    /// <summary>The number of hashes of <paramref name="level"/> that exist in a tree of <paramref name="size"/> leaves.</summary>
    public static long Count(int level, long size) => level * Height >= 63 ? 0 : size >> (level * Height);

    /// <summary>The tiles, full and partial, that a tree of <paramref name="size"/> leaves has on <paramref name="level"/>.</summary>
    public static long Tiles(int level, long size) => (Count(level, size) + Width - 1) / Width;

    /// <summary>The number of hashes this tile has in a tree of <paramref name="size"/> leaves: 0 to <see cref="Width"/>.</summary>
    public int HashesAt(long size) => (int)Math.Clamp(Count(Level, size) - (Index * Width), 0, Width);

    /// <summary>The tile that contains a node, and where: the first hash below the node and how many there are.</summary>
    internal static (TileId Tile, int First, int Hashes) Of(NodeId node)
    {
        var level = node.Level / Height;
        var below = node.Level % Height;
        var first = node.Index << below;
        return (new TileId(level, first / Width), (int)(first % Width), 1 << below);
    }
}
