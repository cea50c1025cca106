using System.Runtime.InteropServices;
using Npgsql;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Verification;

/// <summary>Compares the stored tiles with the rebuilt tree, page by page, and finds rows that belong to no tree of this size.</summary>
internal sealed class TileAudit(NpgsqlConnection connection, ProblemList problems)
{
    /// <summary>The number of tiles read.</summary>
    public long Count { get; private set; }

    /// <summary>The stored leaf hashes of the tiles that cover <paramref name="count"/> leaves from <paramref name="first"/>, a multiple of the tile width.</summary>
    public async Task<IReadOnlyDictionary<long, byte[]>> ReadLeavesAsync(long first, int count, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select index, hashes from ledger.tiles where level = 0 and index >= $1 and index < $2", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first / TileId.Width });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (first + count) / TileId.Width });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tiles = new Dictionary<long, byte[]>();
        while (await reader.ReadAsync(cancellationToken)) tiles[reader.GetInt64(0)] = reader.GetFieldValue<byte[]>(1);
        Count += tiles.Count;
        return tiles;
    }

    /// <summary>Compares rebuilt tiles with the stored ones. Differences of leaf hashes are named by the entry audit; here only their length counts.</summary>
    public async Task CompareAsync(IReadOnlyList<(TileId Tile, byte[] Hashes)> rebuilt, CancellationToken cancellationToken)
    {
        foreach (var chunk in rebuilt.Chunk(TileId.Width))
        {
            var stored = await ReadAsync([.. chunk.Select(c => c.Tile)], cancellationToken);
            foreach (var (tile, hashes) in chunk) Compare(tile, hashes, stored.GetValueOrDefault(tile));
        }
    }

    /// <summary>Finds tiles beyond the tree.</summary>
    public async Task FindStrayAsync(long size, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select level, index from ledger.tiles where level >= 8 or index >= (((($1 >> (8 * least(level, 7))) + 255) / 256)) order by level, index limit 100", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            problems.Add("ledger.tiles", $"tile {reader.GetInt16(0)}/{reader.GetInt64(1)} belongs to no ledger of {size} entries.");
    }

    private void Compare(TileId tile, byte[] rebuilt, byte[]? stored)
    {
        if (stored is null)
        {
            problems.Add("ledger.tiles", $"tile {tile.Level}/{tile.Index} is missing.");
            return;
        }

        if (stored.Length != rebuilt.Length)
            problems.Add("ledger.tiles.hashes", $"tile {tile.Level}/{tile.Index} holds {stored.Length / MerkleHash.Length} hashes; the ledger needs {rebuilt.Length / MerkleHash.Length}.");
        if (tile.Level == 0) return;
        var mine = MemoryMarshal.Cast<byte, MerkleHash>(rebuilt);
        var theirs = MemoryMarshal.Cast<byte, MerkleHash>(stored);
        for (var i = 0; i < Math.Min(mine.Length, theirs.Length); i++)
        {
            if (mine[i] != theirs[i])
                problems.Add("ledger.tiles.hashes", $"hash {i} of tile {tile.Level}/{tile.Index} was altered: it is not the root of the tile below.");
        }
    }

    private async Task<Dictionary<TileId, byte[]>> ReadAsync(TileId[] tiles, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select t.level, t.index, t.hashes from unnest($1::smallint[], $2::bigint[]) w(level, index) join ledger.tiles t on t.level = w.level and t.index = w.index", connection);
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. tiles.Select(t => (short)t.Level)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. tiles.Select(t => t.Index)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<TileId, byte[]>();
        while (await reader.ReadAsync(cancellationToken)) found[new TileId(reader.GetInt16(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
        Count += tiles.Count(t => t.Level > 0);
        return found;
    }
}
