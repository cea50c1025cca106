using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;
using Status.Workflows.Execution;

namespace Status.Activities.Ledger.Sequencing;

/// <summary>The statement that appends a batch; executed in one transaction with the sequencer's cursor.</summary>
internal static class LedgerWrites
{
    /// <summary>Key of the write; it must apply.</summary>
    public const string AppendKey = "ledger/append";

    // One statement, so that all of it hangs on the guard: a batch built on an old head changes nothing, and its zero rows roll the commit back.
    private const string Append = """
        with head as (
            insert into ledger.checkpoints (size, root, note)
            select $1, $2, $3 where (select coalesce(max(size), 0) from ledger.checkpoints) = $4
            returning size
        ), key as (
            insert into ledger.keys (vkey) select $5 from head on conflict do nothing
        ), entry as (
            insert into ledger.entries (index, key, kind, subject, agreement, instance, body, cause, enlisted_at, leaf_hash)
            select e.* from head, unnest($6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[], $13::bigint[], $14::timestamptz[], $15::bytea[]) e
        )
        insert into ledger.tiles (level, index, hashes)
        select t.* from head, unnest($16::smallint[], $17::bigint[], $18::bytea[]) t
        on conflict (level, index) do update set hashes = excluded.hashes
        """;

    /// <summary>The write that appends <paramref name="entries"/> to a ledger of <paramref name="oldSize"/> entries.</summary>
    public static Write For(
        long oldSize, StoredCheckpoint checkpoint, NoteKey key, IReadOnlyList<StoredEntry> entries, IReadOnlyList<(TileId Tile, byte[] Hashes)> tiles) => new(
        AppendKey,
        Append,
        checkpoint.Size, checkpoint.Root.ToArray(), checkpoint.Note, oldSize, key.ToString(),
        Column(entries, e => e.Entry.Index), Column(entries, e => e.Entry.Key), Column(entries, e => e.Entry.Kind), Column(entries, e => e.Entry.Subject),
        Column(entries, e => e.Entry.Agreement), Column(entries, e => e.Entry.Instance), Column(entries, e => e.Entry.Body), Column(entries, e => e.Entry.Cause),
        Column(entries, e => e.Entry.EnlistedAt), Column(entries, e => e.LeafHash.ToArray()),
        tiles.Select(t => (short)t.Tile.Level).ToArray(), tiles.Select(t => t.Tile.Index).ToArray(), tiles.Select(t => t.Hashes).ToArray());

    private static T[] Column<T>(IReadOnlyList<StoredEntry> entries, Func<StoredEntry, T> select) => [.. entries.Select(select)];
}
