using System.Collections.Frozen;
using Npgsql;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// Brings a database to the shape this build expects. Each file is applied once, in its own transaction, with the schema first on the
/// search path; hosts that start together take turns under an advisory lock.
/// </summary>
/// <param name="sources">The schemas, in the order in which they are to be built.</param>
/// <param name="include">Chooses among the files; a restore first builds the schema that a backup was taken from. Default: all.</param>
public sealed class SchemaMigrator(IReadOnlyList<SchemaSource> sources, Func<SchemaMigration, bool>? include = null)
{
    // Any number will do as long as every version of the product uses the same one: "STATUS" in ASCII.
    private const long LockKey = 0x535441545553;

    private const string CreateHistory = """
        create table if not exists public.schema_migrations (
            schema_name text not null,
            name        text not null,
            checksum    text not null,
            applied_at  timestamptz not null default now(),
            primary key (schema_name, name)
        )
        """;

    /// <summary>Applies whatever is missing.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="cancellationToken">Stops between two files; a file is never half applied.</param>
    /// <returns>The migrations applied now, in order; empty when the database was up to date.</returns>
    /// <exception cref="SchemaMigrationException">A file failed, or an applied file differs from the one in this build.</exception>
    public async Task<IReadOnlyList<SchemaMigration>> MigrateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await ExecuteAsync(connection, CreateHistory, cancellationToken);
            var applied = await ReadHistoryAsync(connection, cancellationToken);
            var wanted = sources.SelectMany(source => source.Read()).Where(include ?? (_ => true));
            var pending = wanted.Where(migration => IsPending(migration, applied)).ToList();
            foreach (var migration in pending)
                await ApplyAsync(connection, migration, cancellationToken);
            return pending;
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static bool IsPending(SchemaMigration migration, FrozenDictionary<(string Schema, string Name), string> applied)
    {
        if (!applied.TryGetValue((migration.Schema, migration.Name), out var checksum))
            return true;
        if (checksum == migration.Checksum)
            return false;
        throw new SchemaMigrationException(
            $"Migration {migration.Schema}/{migration.Name} was applied to this database with other contents (checksum {checksum[..12]}…, "
            + $"this build has {migration.Checksum[..12]}…). An applied migration must not be edited: put the change into a new file, "
            + "or restore a backup into a new database.");
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, SchemaMigration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, $"create schema if not exists {migration.Schema}", cancellationToken);
            await ExecuteAsync(connection, $"set local search_path to {migration.Schema}, public", cancellationToken);
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
            await RecordAsync(connection, migration, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception)
        {
            throw new SchemaMigrationException(
                $"Migration {migration.Schema}/{migration.Name} failed: {exception.MessageText} ({exception.SqlState}). Nothing of it was kept.",
                exception);
        }
    }

    private static async Task RecordAsync(NpgsqlConnection connection, SchemaMigration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "insert into public.schema_migrations (schema_name, name, checksum) values ($1, $2, $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Schema });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Checksum });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<FrozenDictionary<(string Schema, string Name), string>> ReadHistoryAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var history = new Dictionary<(string Schema, string Name), string>();
        await using var command = new NpgsqlCommand("select schema_name, name, checksum from public.schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            history.Add((reader.GetString(0), reader.GetString(1)), reader.GetString(2));
        return history.ToFrozenDictionary();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // CA2100: the texts are constants or files compiled into this assembly; schema names are identifiers of the product.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
