using Npgsql;
using Status.Host.Hosting;

namespace Status.Host.Commands.Backups;

/// <summary>What PostgreSQL's catalog says about the product's schemas.</summary>
internal static class DatabaseCatalog
{
    /// <summary>The schemas that belong to the product.</summary>
    public static string[] Schemas { get; } = StatusDatabase.Schemas.Select(source => source.Schema).Distinct(StringComparer.Ordinal).ToArray();

    /// <summary>A name in double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A qualified name.</summary>
    public static string Quote(string schema, string name) => $"{Quote(schema)}.{Quote(name)}";

    /// <summary>Ordinary tables (partitions among them) with their stored columns, referenced tables before those that refer to them.</summary>
    public static async Task<IReadOnlyList<(string Schema, string Name, string[] Columns)>> ReadTablesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = await ReadAsync(
            connection,
            """
            select c.oid, n.nspname, c.relname,
                   array(select a.attname::text from pg_attribute a
                         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname = any($1)
            order by n.nspname, c.relname
            """,
            row => (Oid: row.GetFieldValue<uint>(0), Schema: row.GetString(1), Name: row.GetString(2), Columns: row.GetFieldValue<string[]>(3)),
            cancellationToken);
        var references = await ReadAsync(
            connection,
            """
            select k.conrelid, k.confrelid from pg_constraint k join pg_namespace n on n.oid = k.connamespace
            where k.contype = 'f' and k.conrelid <> k.confrelid and n.nspname = any($1)
            """,
            row => (From: row.GetFieldValue<uint>(0), To: row.GetFieldValue<uint>(1)),
            cancellationToken);
        var ordered = new List<(string, string, string[])>();
        var done = new HashSet<uint>();
        var left = tables.ToList();
        while (left.Count > 0)
        {
            var next = left.Where(table => references.All(r => r.From != table.Oid || done.Contains(r.To) || left.TrueForAll(t => t.Oid != r.To))).ToList();
            // Tables that refer to each other in a circle can have no order; they are loaded with their triggers off.
            if (next.Count == 0)
                next = [.. left];
            foreach (var table in next)
            {
                done.Add(table.Oid);
                ordered.Add((table.Schema, table.Name, table.Columns));
            }

            left.RemoveAll(table => done.Contains(table.Oid));
        }

        return ordered;
    }

    /// <summary>Partitions, outer ones first.</summary>
    public static Task<List<BackupManifest.BackupPartition>> ReadPartitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(
            connection,
            """
            with recursive tree as (
                select c.oid, 0 as depth from pg_class c where c.relkind = 'p' and not c.relispartition
                union all
                select i.inhrelid, tree.depth + 1 from tree join pg_inherits i on i.inhparent = tree.oid
            )
            select n.nspname, c.relname, pn.nspname, p.relname, pg_get_expr(c.relpartbound, c.oid),
                   case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end, array_to_string(c.reloptions, ', ')
            from tree
            join pg_class c on c.oid = tree.oid and tree.depth > 0
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = any($1)
            join pg_inherits i on i.inhrelid = c.oid
            join pg_class p on p.oid = i.inhparent
            join pg_namespace pn on pn.oid = p.relnamespace
            order by tree.depth, n.nspname, c.relname
            """,
            row => new BackupManifest.BackupPartition(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5),
                row.IsDBNull(6) ? null : row.GetString(6)),
            cancellationToken);

    /// <summary>Sequences and where they stand.</summary>
    public static Task<List<BackupManifest.BackupSequence>> ReadSequencesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(
            connection,
            """
            select schemaname, sequencename, coalesce(last_value, start_value), last_value is not null
            from pg_sequences where schemaname = any($1) order by 1, 2
            """,
            row => new BackupManifest.BackupSequence(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetBoolean(3)),
            cancellationToken);

    /// <summary>Applied migrations, in the order they were applied.</summary>
    public static Task<List<BackupManifest.AppliedMigration>> ReadMigrationsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(
            connection,
            "select schema_name, name, checksum from public.schema_migrations where schema_name = any($1) order by applied_at, schema_name, name",
            row => new BackupManifest.AppliedMigration(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken);

    /// <summary>Which of the product's schemas exist.</summary>
    public static Task<List<string>> ReadSchemasAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(connection, "select nspname::text from pg_namespace where nspname = any($1)", row => row.GetString(0), cancellationToken);

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
#pragma warning disable CA2100 // The texts are the constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Schemas });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
