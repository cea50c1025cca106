using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;
using Status.Workflows.Execution;

namespace Status.Activities.Ledger.Sequencing;

/// <summary>The statements that append a batch; executed in one transaction with the sequencer's cursor.</summary>
internal static class LedgerWrites
{
    /// <summary>Key of the write that must apply: it inserts the checkpoint only on top of the head that the batch was built on.</summary>
    public const string HeadKey = "ledger/head";

    /// <summary>All writes of a batch, the guarded one first, so that a batch built on an old head fails before anything collides.</summary>
    public static IEnumerable<Write> For(
        long oldSize, StoredCheckpoint checkpoint, NoteKey key, IReadOnlyList<StoredEntry> entries, IReadOnlyList<(TileId Tile, byte[] Hashes)> tiles)
    {
        yield return new Write(
            HeadKey,
            """
            insert into ledger.checkpoints (size, root, note)
            select $1, $2, $3 where (select coalesce(max(size), 0) from ledger.checkpoints) = $4
            """,
            checkpoint.Size, checkpoint.Root.ToArray(), checkpoint.Note, oldSize);
        yield return new Write("ledger/key", "insert into ledger.keys (vkey) values ($1) on conflict do nothing", key.ToString());
        yield return new Write(
            "ledger/entries",
            """
            insert into ledger.entries (index, key, kind, subject, agreement, instance, body, cause, enlisted_at, leaf_hash)
            select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bigint[], $9::timestamptz[], $10::bytea[])
            """,
            Column(entries, e => e.Entry.Index), Column(entries, e => e.Entry.Key), Column(entries, e => e.Entry.Kind), Column(entries, e => e.Entry.Subject),
            Column(entries, e => e.Entry.Agreement), Column(entries, e => e.Entry.Instance), Column(entries, e => e.Entry.Body), Column(entries, e => e.Entry.Cause),
            Column(entries, e => e.Entry.EnlistedAt), Column(entries, e => e.LeafHash.ToArray()));
        yield return new Write(
            "ledger/tiles",
            """
            insert into ledger.tiles (level, index, hashes)
            select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
            on conflict (level, index) do update set hashes = excluded.hashes
            """,
            tiles.Select(t => (short)t.Tile.Level).ToArray(), tiles.Select(t => t.Tile.Index).ToArray(), tiles.Select(t => t.Hashes).ToArray());
    }

    private static T[] Column<T>(IReadOnlyList<StoredEntry> entries, Func<StoredEntry, T> select) => [.. entries.Select(select)];
}
