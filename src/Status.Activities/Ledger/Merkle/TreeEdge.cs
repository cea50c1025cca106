using System.Runtime.InteropServices;

namespace Status.Activities.Ledger.Merkle;

/// <summary>
/// A growing tree as tiles: knows the partial tile of every level, takes leaf hashes and hands out each tile that became longer.
/// The memory is at most one tile per level, whatever the size of the tree.
/// </summary>
public sealed class TreeEdge
{
    private readonly List<List<MerkleHash>> _partial = [];
    private readonly SortedDictionary<(int Level, long Index), MerkleHash[]> _completed = [];
    private readonly HashSet<int> _touched = [];
    private CompactRange _range = new();

    /// <summary>The number of leaves.</summary>
    public long Size => _range.Size;

    /// <summary>The tiles whose hashes are needed to continue a tree of <paramref name="size"/> leaves.</summary>
    public static IReadOnlyList<TileId> TilesAt(long size)
    {
        var tiles = new List<TileId>();
        for (var level = 0; TileId.Count(level, size) > 0; level++)
        {
            var count = TileId.Count(level, size);
            if (count % TileId.Width != 0) tiles.Add(new TileId(level, count / TileId.Width));
        }

        return tiles;
    }

    /// <summary>
    /// Continues a tree of <paramref name="size"/> leaves. <paramref name="read"/> gives the bytes of the tiles named by
    /// <see cref="TilesAt"/>. Throws <see cref="InvalidDataException"/> when a tile is shorter than the size demands.
    /// </summary>
    public static TreeEdge Load(long size, Func<TileId, byte[]?> read)
    {
        var edge = new TreeEdge();
        foreach (var tile in TilesAt(size))
        {
            while (edge._partial.Count <= tile.Level) edge._partial.Add([]);
            var needed = tile.HashesAt(size);
            var bytes = read(tile);
            if (bytes is null || bytes.Length < needed * MerkleHash.Length)
                throw new InvalidDataException($"Tile {tile.Level}/{tile.Index} holds {(bytes?.Length ?? 0) / MerkleHash.Length} hashes; a ledger of {size} entries needs {needed}.");
            edge._partial[tile.Level].AddRange(MemoryMarshal.Cast<byte, MerkleHash>(bytes.AsSpan(0, needed * MerkleHash.Length)));
        }

        edge._range = CompactRange.Load(size, edge.Node);
        return edge;
    }

    /// <summary>Adds a leaf by its hash.</summary>
    public void Append(MerkleHash leaf)
    {
        Push(0, Size, leaf);
        _range.Append(leaf);
    }

    /// <summary>The root of the tree.</summary>
    public MerkleHash Root() => _range.Root();

    /// <summary>
    /// The tiles that became longer since the last call, each whole from its first hash: full ones first, then the partial ones.
    /// </summary>
    public IReadOnlyList<(TileId Tile, byte[] Hashes)> TakeChanges()
    {
        var changes = new List<(TileId, byte[])>();
        foreach (var (id, hashes) in _completed) changes.Add((new TileId(id.Level, id.Index), Bytes(hashes)));
        foreach (var level in _touched.Order())
        {
            if (_partial[level].Count == 0) continue;
            changes.Add((new TileId(level, TileId.Count(level, Size) / TileId.Width), Bytes(CollectionsMarshal.AsSpan(_partial[level]))));
        }

        _completed.Clear();
        _touched.Clear();
        return changes;
    }

    /// <summary>Takes only the completed tiles since the last call; the partial ones stay to be taken later.</summary>
    internal IReadOnlyList<(TileId Tile, byte[] Hashes)> TakeCompleted()
    {
        if (_completed.Count == 0) return [];
        var full = _completed.Select(c => (new TileId(c.Key.Level, c.Key.Index), Bytes(c.Value))).ToArray();
        _completed.Clear();
        return full;
    }

    private void Push(int level, long position, MerkleHash hash)
    {
        while (_partial.Count <= level) _partial.Add([]);
        var tile = _partial[level];
        tile.Add(hash);
        _touched.Add(level);
        if (tile.Count < TileId.Width) return;
        var full = tile.ToArray();
        tile.Clear();
        var index = position / TileId.Width;
        _completed[(level, index)] = full;
        Push(level + 1, index, TreeHash.Perfect(full.AsSpan().ToArray()));
    }

    private MerkleHash Node(NodeId node)
    {
        var (tile, first, hashes) = TileId.Of(node);
        return TreeHash.Perfect(_partial[tile.Level].GetRange(first, hashes).ToArray());
    }

    private static byte[] Bytes(ReadOnlySpan<MerkleHash> hashes) => MemoryMarshal.AsBytes(hashes).ToArray();
}
