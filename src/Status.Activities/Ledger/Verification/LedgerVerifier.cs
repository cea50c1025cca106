using System.Data;
using Npgsql;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;

namespace Status.Activities.Ledger.Verification;

/// <summary>
/// Checks a whole ledger: every leaf hash from its columns, every tile, every signature, that indexes have no gap and keys are
/// unique, and that it continues an older head. Reads one snapshot in pages, beside a running host, in bounded memory.
/// </summary>
/// <param name="dataSource">The database with the schema <c>ledger</c>.</param>
public sealed class LedgerVerifier(NpgsqlDataSource dataSource)
{
    private const int Page = 4 * TileId.Width;

    /// <summary>
    /// Verifies. Damage is reported, not thrown; throws <see cref="FormatException"/> for a malformed key of the request and
    /// <see cref="NpgsqlException"/> when the database cannot be read.
    /// </summary>
    public async Task<VerificationReport> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var problems = new ProblemList();
        using var checkpoints = new CheckpointAudit(problems);
        await checkpoints.LoadKeysAsync(connection, request.Keys, cancellationToken);
        await checkpoints.ReadAsync(connection, cancellationToken);
        var old = request.OldCheckpoint is null ? null : checkpoints.Open(request.OldCheckpoint, "given checkpoint", "the given checkpoint");
        var tiles = new TileAudit(connection, problems);
        var walk = await WalkAsync(connection, checkpoints, tiles, old, problems, cancellationToken);
        await FindRepeatedKeysAsync(connection, problems, cancellationToken);
        CompareOld(checkpoints, old, problems);
        return new VerificationReport
        {
            Entries = walk.Rows,
            Tiles = tiles.Count,
            Checkpoints = checkpoints.Count,
            Keys = [.. checkpoints.Keys.Select(k => k.ToString())],
            KeysFromDatabase = request.Keys.Count == 0,
            Head = checkpoints.Head,
            OldSize = old?.Size,
            FirstAt = walk.FirstAt,
            LastAt = walk.LastAt,
            Problems = problems.Items,
            ProblemsLeftOut = problems.LeftOut,
        };
    }

    private static async Task<Walk> WalkAsync(
        NpgsqlConnection connection, CheckpointAudit checkpoints, TileAudit tiles, Checkpoint? old, ProblemList problems, CancellationToken cancellationToken)
    {
        var walk = new Walk(checkpoints, old, problems);
        var head = checkpoints.Head?.Size ?? 0;
        for (long first = 0; ; first += Page)
        {
            var rows = await ReadRowsAsync(connection, first, cancellationToken);
            var leaves = await tiles.ReadLeavesAsync(first, Page, cancellationToken);
            // Beyond the signed head only rows without a gap belong to the ledger; the others are strays.
            var end = Math.Clamp(head, first, first + Page);
            while (end < first + Page && rows.ContainsKey(end)) end++;
            if (end == first) break;
            for (var index = first; index < end; index++) walk.Take(index, rows.GetValueOrDefault(index), Leaf(leaves, index));
            await tiles.CompareAsync(walk.Audit.Edge.TakeCompleted(), cancellationToken);
        }

        walk.Finish();
        await tiles.CompareAsync(walk.Audit.Edge.TakeChanges(), cancellationToken);
        await tiles.FindStrayAsync(walk.Audit.Edge.Size, cancellationToken);
        if (walk.Rows > 0 || head > 0) await FindStrayRowsAsync(connection, walk.Audit.Edge.Size, problems, cancellationToken);
        return walk;
    }

    private static async Task<Dictionary<long, StoredEntry>> ReadRowsAsync(NpgsqlConnection connection, long first, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select index, key, kind, subject, agreement, instance, body, cause, enlisted_at, leaf_hash from ledger.entries where index >= $1 and index < $2", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first + Page });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<long, StoredEntry>(Page);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = LedgerStore.ReadEntry(reader);
            rows[row.Entry.Index] = row;
        }

        return rows;
    }

    private static MerkleHash? Leaf(IReadOnlyDictionary<long, byte[]> tiles, long index)
    {
        var offset = (int)(index % TileId.Width) * MerkleHash.Length;
        return tiles.TryGetValue(index / TileId.Width, out var bytes) && bytes.Length >= offset + MerkleHash.Length
            ? MerkleHash.From(bytes.AsSpan(offset, MerkleHash.Length))
            : null;
    }

    private static async Task FindStrayRowsAsync(NpgsqlConnection connection, long size, ProblemList problems, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select index, key from ledger.entries where index < 0 or index >= $1 order by index limit 100", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            problems.Add("ledger.entries.index", $"the row with key '{reader.GetString(1)}' has the index {reader.GetInt64(0)}, beyond the ledger of {size} entries.");
    }

    private static async Task FindRepeatedKeysAsync(NpgsqlConnection connection, ProblemList problems, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select key, count(*), min(index), max(index) from ledger.entries group by key having count(*) > 1 order by 3 limit 100", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            problems.Add("ledger.entries.key", $"the key '{reader.GetString(0)}' occurs {reader.GetInt64(1)} times, first as entry {reader.GetInt64(2)}, last as entry {reader.GetInt64(3)}.");
    }

    private static void CompareOld(CheckpointAudit checkpoints, Checkpoint? old, ProblemList problems)
    {
        var head = checkpoints.Head?.Size ?? 0;
        if (old is null || old.Size <= head) return;
        problems.Add(
            "given checkpoint",
            $"the ledger has signed checkpoints up to {head} entries, the given checkpoint covers {old.Size}: the tail was deleted or an older backup was restored; {old.Size - head} entries are lost.");
    }

    /// <summary>The state of one pass over the entries.</summary>
    private sealed class Walk(CheckpointAudit checkpoints, Checkpoint? old, ProblemList problems)
    {
        private long? _gap;

        public EntryAudit Audit { get; } = new(problems);

        public long Rows { get; private set; }

        public DateTimeOffset? FirstAt { get; private set; }

        public DateTimeOffset? LastAt { get; private set; }

        public void Take(long index, StoredEntry? row, MerkleHash? tiled)
        {
            if (row is null) _gap ??= index;
            else
            {
                CloseGap(index);
                Rows++;
                FirstAt ??= row.Entry.EnlistedAt;
                LastAt = row.Entry.EnlistedAt;
            }

            Audit.Take(index, row, tiled);
            if (checkpoints.Roots.TryGetValue(Audit.Size, out var root)) Audit.Settle(root, $"the signed checkpoint of {Audit.Size} entries");
            if (old is not null && old.Size == Audit.Size && root != old.Root) CompareWithOld();
        }

        public void Finish()
        {
            CloseGap(Audit.Size);
            var head = checkpoints.Head?.Size ?? 0;
            if (Audit.Size > head)
                problems.Add("ledger.checkpoints", $"the entries {head} to {Audit.Size - 1} are covered by no checkpoint with a valid signature: it was damaged or deleted, or entries were added behind the sequencer.");
            Audit.Finish();
        }

        private void CompareWithOld()
        {
            if (checkpoints.Roots.ContainsKey(old!.Size))
                problems.Add("given checkpoint", $"the ledger has signed another root for {old.Size} entries: it was forked or rewritten.");
            else
                Audit.Settle(old.Root, $"the given checkpoint of {old.Size} entries");
        }

        private void CloseGap(long end)
        {
            if (_gap is not { } start) return;
            _gap = null;
            var entries = end - start == 1 ? $"entry {start} is" : $"the entries {start} to {end - 1} are";
            problems.Add("ledger.entries.index", $"{entries} missing" + (checkpoints.Head is { } head && end == head.Size ? $": the tail was deleted; the signed checkpoint covers {head.Size} entries." : "."));
        }
    }
}
