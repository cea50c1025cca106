using System.Text;
using Npgsql;
using Status.Host.Hosting;
using Status.Workflows.Persistence.Postgres;

namespace Status.Host.Commands.Backups;

/// <summary>
/// Puts a backup into a database: the schema as it was, the rows, then the schema changes that this version adds. What was there before is
/// set aside and comes back when anything fails.
/// </summary>
internal sealed class BackupRestorer(NpgsqlDataSource dataSource, BackupFile backup)
{
    private const string Aside = "_before_restore";

    /// <summary>Restores.</summary>
    /// <param name="force">Whether a database that is not empty may be replaced.</param>
    /// <param name="cancellationToken">Gives up; the database is as before.</param>
    /// <exception cref="StartupException">The database is not empty, or the backup is from a newer version.</exception>
    public async Task RestoreAsync(bool force, CancellationToken cancellationToken)
    {
        RequireKnownMigrations();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var existing = await DatabaseCatalog.ReadSchemasAsync(connection, cancellationToken);
        if (existing.Count > 0 && !force)
            throw new StartupException(
                $"The database is not empty (schemas {string.Join(", ", existing)}). Restore into a new data folder or database, or replace what is there with --force.");
        await SetAsideAsync(connection, existing, cancellationToken);
        try
        {
            await LoadAsync(connection, cancellationToken);
            await new SchemaMigrator(StatusDatabase.Schemas).MigrateAsync(dataSource, cancellationToken);
        }
        catch
        {
            await BringBackAsync(connection, existing);
            throw;
        }

        foreach (var schema in existing)
            await ExecuteAsync(connection, $"drop schema {schema}{Aside} cascade", cancellationToken);
        await ExecuteAsync(connection, $"drop table if exists public.schema_migrations{Aside}", cancellationToken);
    }

    private void RequireKnownMigrations()
    {
        var known = StatusDatabase.Schemas.SelectMany(source => source.Read()).ToDictionary(m => (m.Schema, m.Name), m => m.Checksum);
        foreach (var migration in backup.Manifest.Migrations)
        {
            if (!known.TryGetValue((migration.Schema, migration.Name), out var checksum) || checksum != migration.Checksum)
                throw new StartupException(
                    $"The backup was taken by STATUS {backup.Manifest.Product} with the schema change {migration.Schema}/{migration.Name}, which this version "
                    + "does not have in that form. Restore it with that version or a later one. Nothing was changed.");
        }
    }

    private async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = backup.Manifest.Migrations.Select(m => (m.Schema, m.Name)).ToHashSet();
        await new SchemaMigrator(StatusDatabase.Schemas, m => applied.Contains((m.Schema, m.Name))).MigrateAsync(dataSource, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SwitchTriggersOffAsync(connection, cancellationToken);
        await EmptyAsync(connection, cancellationToken);
        await CreatePartitionsAsync(connection, cancellationToken);
        foreach (var table in backup.Manifest.Tables)
            await LoadTableAsync(connection, table, cancellationToken);
        foreach (var sequence in backup.Manifest.Sequences)
            await SetSequenceAsync(connection, sequence, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await ExecuteAsync(connection, "analyze", cancellationToken);
    }

    private static async Task SwitchTriggersOffAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The rows were accepted once; guards and notifications must not run again. Only a superuser may say so, and the embedded
        // database's user is one; elsewhere the order of the tables alone satisfies the foreign keys.
        await using var command = new NpgsqlCommand("select rolsuper from pg_roles where rolname = current_user", connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
            await ExecuteAsync(connection, "set local session_replication_role = replica", cancellationToken);
    }

    private static async Task EmptyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Migrations seed rows, which are in the backup as well. In reverse, those that refer go before those referred to.
        foreach (var (schema, name, _) in (await DatabaseCatalog.ReadTablesAsync(connection, cancellationToken)).Reverse())
            await ExecuteAsync(connection, $"delete from {DatabaseCatalog.Quote(schema, name)}", cancellationToken);
    }

    private async Task CreatePartitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var there = (await DatabaseCatalog.ReadPartitionsAsync(connection, cancellationToken)).ToDictionary(p => (p.Schema, p.Name));
        var wanted = backup.Manifest.Partitions.ToDictionary(p => (p.Schema, p.Name));
        // A migration may make the first partitions from the clock; those of another day would overlap with the backup's.
        foreach (var partition in there.Values.Reverse().Where(p => wanted.GetValueOrDefault((p.Schema, p.Name))?.Bounds != p.Bounds))
            await ExecuteAsync(connection, $"drop table if exists {DatabaseCatalog.Quote(partition.Schema, partition.Name)} cascade", cancellationToken);
        foreach (var partition in wanted.Values.Where(p => there.GetValueOrDefault((p.Schema, p.Name))?.Bounds != p.Bounds))
            await ExecuteAsync(
                connection,
                $"create table {DatabaseCatalog.Quote(partition.Schema, partition.Name)} partition of "
                + $"{DatabaseCatalog.Quote(partition.ParentSchema, partition.ParentName)} {partition.Bounds}"
                + (partition.PartitionedBy is null ? string.Empty : $" partition by {partition.PartitionedBy}")
                + (partition.Options is null ? string.Empty : $" with ({partition.Options})"),
                cancellationToken);
    }

    private async Task LoadTableAsync(NpgsqlConnection connection, BackupManifest.BackupTable table, CancellationToken cancellationToken)
    {
        if (table.Rows == 0)
            return;
        var list = string.Join(", ", table.Columns.Select(DatabaseCatalog.Quote));
        await using var rows = await backup.OpenRowsAsync(table, cancellationToken);
        using var reader = new StreamReader(rows, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
        await using var writer = await connection.BeginTextImportAsync(
            $"copy {DatabaseCatalog.Quote(table.Schema, table.Name)} ({list}) from stdin", cancellationToken);
        var text = new char[32 * 1024];
        while (await reader.ReadAsync(text, cancellationToken) is var read and > 0)
            await writer.WriteAsync(text.AsMemory(0, read), cancellationToken);
    }

    private static async Task SetSequenceAsync(
        NpgsqlConnection connection, BackupManifest.BackupSequence sequence, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select setval($1::regclass, $2, $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DatabaseCatalog.Quote(sequence.Schema, sequence.Name) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence.LastValue });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = sequence.IsCalled });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task SetAsideAsync(NpgsqlConnection connection, List<string> schemas, CancellationToken cancellationToken)
    {
        if (schemas.Count == 0)
            return;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var schema in schemas)
            await ExecuteAsync(connection, $"alter schema {schema} rename to {schema}{Aside}", cancellationToken);
        await ExecuteAsync(connection, $"alter table if exists public.schema_migrations rename to schema_migrations{Aside}", cancellationToken);
        await ExecuteAsync(connection, $"alter index if exists public.schema_migrations_pkey rename to schema_migrations_pkey{Aside}", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task BringBackAsync(NpgsqlConnection connection, List<string> schemas)
    {
        var made = await DatabaseCatalog.ReadSchemasAsync(connection, CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var schema in made)
            await ExecuteAsync(connection, $"drop schema {schema} cascade", CancellationToken.None);
        await ExecuteAsync(connection, "drop table if exists public.schema_migrations", CancellationToken.None);
        foreach (var schema in schemas)
            await ExecuteAsync(connection, $"alter schema {schema}{Aside} rename to {schema}", CancellationToken.None);
        await ExecuteAsync(connection, $"alter table if exists public.schema_migrations{Aside} rename to schema_migrations", CancellationToken.None);
        await ExecuteAsync(connection, $"alter index if exists public.schema_migrations_pkey{Aside} rename to schema_migrations_pkey", CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Names come from the catalog or a checked manifest and are quoted.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
