using System.Data;
using Npgsql;
using Status.Activities.Ledger.Entries;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Storage;

/// <summary>Reads the ledger. Nothing here writes: entries come only from the sequencer. Safe for concurrent use.</summary>
/// <param name="dataSource">The database with the schema <c>ledger</c>.</param>
public sealed class LedgerStore(NpgsqlDataSource dataSource)
{
    /// <summary>The most entries that one listing returns.</summary>
    public const int MaxTake = 1000;

    private const string Columns = "index, key, kind, subject, agreement, instance, body, cause, enlisted_at, leaf_hash";

    /// <summary>The newest checkpoint; <c>null</c> while the ledger is empty.</summary>
    public async ValueTask<StoredCheckpoint?> GetHeadAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select size, root, note from ledger.checkpoints order by size desc limit 1");
        return await ReadCheckpointAsync(command, cancellationToken);
    }

    /// <summary>The first checkpoint that covers <paramref name="size"/> entries; <c>null</c> when none does yet.</summary>
    public async ValueTask<StoredCheckpoint?> GetCheckpointCoveringAsync(long size, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select size, root, note from ledger.checkpoints where size >= $1 order by size limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
        return await ReadCheckpointAsync(command, cancellationToken);
    }

    /// <summary>The entry at an index; <c>null</c> when there is none.</summary>
    public async ValueTask<StoredEntry?> GetEntryAsync(long index, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from ledger.entries where index = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = index });
        return (await ReadEntriesAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The entry with a key; <c>null</c> when there is none.</summary>
    public async ValueTask<StoredEntry?> FindEntryAsync(string key, CancellationToken cancellationToken) =>
        (await FindEntriesAsync([key], cancellationToken)).SingleOrDefault();

    /// <summary>The entries that have one of the keys.</summary>
    public async ValueTask<IReadOnlyList<StoredEntry>> FindEntriesAsync(string[] keys, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from ledger.entries where key = any($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        return await ReadEntriesAsync(command, cancellationToken);
    }

    /// <summary>Entries from an index on, in order, at most <paramref name="take"/> (1 to <see cref="MaxTake"/>).</summary>
    public async ValueTask<IReadOnlyList<StoredEntry>> ListEntriesAsync(long from, int take, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from ledger.entries where index >= $1 order by index limit $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(take, 1, MaxTake) });
        return await ReadEntriesAsync(command, cancellationToken);
    }

    /// <summary>One page of the entries that match, with the number of all that do.</summary>
    public async ValueTask<(IReadOnlyList<StoredEntry> Items, long Total)> SearchAsync(EntryFilter filter, CancellationToken cancellationToken)
    {
        const string Where = """
            where ($1::text is null or kind = $1) and ($2::text is null or agreement = $2) and ($3::timestamptz is null or enlisted_at >= $3)
              and ($4::timestamptz is null or enlisted_at < $4)
              and ($5::text is null or position(lower($5) in lower(key)) > 0 or position(lower($5) in lower(coalesce(subject, ''))) > 0)
            """;
        // CA2100: the text is made of constants; everything a caller says travels as a parameter.
#pragma warning disable CA2100
        await using var command = dataSource.CreateCommand($"select {Columns} from ledger.entries {Where} order by index {(filter.Ascending ? "asc" : "desc")} limit $6 offset $7");
#pragma warning restore CA2100
        Bind(command);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(filter.Take, 0, MaxTake) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Max(filter.Skip, 0) });
        var items = await ReadEntriesAsync(command, cancellationToken);
        // Indexes have no gaps, so the whole ledger need not be counted.
        var isAll = filter is { Kind: null, Agreement: null, Text: null, From: null, To: null };
        await using var count = dataSource.CreateCommand(isAll ? "select coalesce(max(index) + 1, 0) from ledger.entries" : $"select count(*) from ledger.entries {Where}");
        if (!isAll) Bind(count);
        return (items, (long)(await count.ExecuteScalarAsync(cancellationToken))!);

        void Bind(NpgsqlCommand target)
        {
            foreach (var value in (object?[])[filter.Kind, filter.Agreement, filter.From?.ToUniversalTime(), filter.To?.ToUniversalTime(), filter.Text])
                target.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }

    /// <summary>The bytes of a tile as it is stored; <c>null</c> when it does not exist.</summary>
    public async ValueTask<byte[]?> GetTileAsync(TileId tile, CancellationToken cancellationToken) =>
        (await GetTilesAsync([tile], cancellationToken)).GetValueOrDefault(tile);

    /// <summary>The bytes of those of the tiles that exist, in one round trip.</summary>
    public async ValueTask<IReadOnlyDictionary<TileId, byte[]>> GetTilesAsync(IReadOnlyCollection<TileId> tiles, CancellationToken cancellationToken)
    {
        if (tiles.Count == 0) return new Dictionary<TileId, byte[]>();
        await using var command = dataSource.CreateCommand(
            "select t.level, t.index, t.hashes from unnest($1::smallint[], $2::bigint[]) w(level, index) join ledger.tiles t on t.level = w.level and t.index = w.index");
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. tiles.Select(t => (short)t.Level)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. tiles.Select(t => t.Index)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<TileId, byte[]>();
        while (await reader.ReadAsync(cancellationToken))
            found[new TileId(reader.GetInt16(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
        return found;
    }

    /// <summary>
    /// The proof that entry <paramref name="index"/> is in the tree of <paramref name="size"/> entries. Throws
    /// <see cref="ArgumentOutOfRangeException"/> when it is not in a tree of that size, <see cref="InvalidDataException"/> when the ledger is smaller or damaged.
    /// </summary>
    public async ValueTask<IReadOnlyList<MerkleHash>> ProveInclusionAsync(long index, long size, CancellationToken cancellationToken) =>
        await ProveAsync(ProofPath.Inclusion(index, size), cancellationToken);

    /// <summary>
    /// The proof that the tree of <paramref name="newSize"/> entries continues the one of <paramref name="oldSize"/>. Throws as
    /// <see cref="ProveInclusionAsync"/> does.
    /// </summary>
    public async ValueTask<IReadOnlyList<MerkleHash>> ProveConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken) =>
        await ProveAsync(ProofPath.Consistency(oldSize, newSize), cancellationToken);

    /// <summary>The public keys that have signed checkpoints, in their text form.</summary>
    public async ValueTask<IReadOnlyList<string>> GetKeysAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select vkey from ledger.keys order by vkey");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>Reads rows with the columns of <c>ledger.entries</c> in table order.</summary>
    internal static StoredEntry ReadEntry(NpgsqlDataReader reader) => new(
        new LedgerEntry(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetString(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.GetFieldValue<byte[]>(6),
            reader.GetInt64(7),
            reader.GetFieldValue<DateTimeOffset>(8)),
        ReadHash(reader, 9));

    /// <summary>Reads a hash; one of another length, possible only after tampering, becomes the hash of zeros that nothing matches.</summary>
    internal static MerkleHash ReadHash(NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<byte[]>(column) is { Length: MerkleHash.Length } bytes ? MerkleHash.From(bytes) : default;

    private async ValueTask<IReadOnlyList<MerkleHash>> ProveAsync(IReadOnlyList<LeafRange> path, CancellationToken cancellationToken) =>
        TileProver.Hashes(path, await GetTilesAsync(TileProver.Tiles(path), cancellationToken));

    private static async ValueTask<IReadOnlyList<StoredEntry>> ReadEntriesAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<StoredEntry>();
        while (await reader.ReadAsync(cancellationToken)) entries.Add(ReadEntry(reader));
        return entries;
    }

    private static async ValueTask<StoredCheckpoint?> ReadCheckpointAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StoredCheckpoint(reader.GetInt64(0), ReadHash(reader, 1), reader.GetString(2))
            : null;
    }
}
