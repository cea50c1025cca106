using System.Runtime.InteropServices;

namespace Status.Activities.Ledger.Merkle;

/// <summary>Builds proofs from tiles: names the few tiles a proof needs, and folds its hashes from their bytes.</summary>
internal static class TileProver
{
    /// <summary>The tiles that hold the hashes of a path.</summary>
    public static IReadOnlyCollection<TileId> Tiles(IEnumerable<LeafRange> path) =>
        path.SelectMany(range => range.Nodes()).Select(node => TileId.Of(node).Tile).ToHashSet();

    /// <summary>The hashes of a path. Throws <see cref="InvalidDataException"/> when a tile is missing or too short.</summary>
    public static IReadOnlyList<MerkleHash> Hashes(IEnumerable<LeafRange> path, IReadOnlyDictionary<TileId, byte[]> tiles) =>
        path.Select(range => range.Fold(node => Node(node, tiles))).ToArray();

    private static MerkleHash Node(NodeId node, IReadOnlyDictionary<TileId, byte[]> tiles)
    {
        var (tile, first, count) = TileId.Of(node);
        if (!tiles.TryGetValue(tile, out var bytes) || bytes.Length < (first + count) * MerkleHash.Length)
            throw new InvalidDataException($"Tile {tile.Level}/{tile.Index} of the ledger is missing or too short; run 'status verify'.");
        return TreeHash.Perfect(MemoryMarshal.Cast<byte, MerkleHash>(bytes)[first..(first + count)].ToArray());
    }
}
