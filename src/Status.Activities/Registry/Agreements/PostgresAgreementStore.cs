using System.Text.Json;
using Npgsql;
using Status.Activities.Compliance;
using Status.Workflows.Persistence.Postgres;

namespace Status.Activities.Registry.Agreements;

/// <summary>Agreements in PostgreSQL. The agreement's row is the lock under which versions are numbered.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="time">Dates the versions.</param>
public sealed class PostgresAgreementStore(NpgsqlDataSource dataSource, TimeProvider time) : IAgreementStore
{
    private const string Columns = "v.agreement_id, v.version, v.source, v.digest, v.created_at";

    /// <inheritdoc/>
    public async Task<AgreementVersion?> FindAsync(string id, int? version, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"""
            select {Columns} from registry.agreement_versions v join registry.agreements a on a.id = v.agreement_id
            where a.id = $1 and a.deleted_at is null and v.version = coalesce($2::int, a.current_version)
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.Add(new() { Value = version ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        return (await ReadAsync(command, cancellationToken)).FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AgreementVersion>> ListCurrentAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"""
            select {Columns} from registry.agreements a join registry.agreement_versions v on v.agreement_id = a.id and v.version = a.current_version
            where a.deleted_at is null order by a.id collate "C"
            """);
        return await ReadAsync(command, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AgreementVersion>> ListVersionsAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"""
            select {Columns} from registry.agreement_versions v join registry.agreements a on a.id = v.agreement_id
            where a.id = $1 and a.deleted_at is null order by v.version desc
            """);
        command.Parameters.AddWithValue(id);
        return await ReadAsync(command, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AgreementAuthor?> FindAuthorAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            select v.author, v.digest, a.deleted_at is not null
            from registry.agreements a join registry.agreement_versions v on v.agreement_id = a.id and v.version = a.current_version where a.id = $1
            """);
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)) : null;
    }

    /// <inheritdoc/>
    public Task<AgreementWrite> CreateAsync(string id, JsonElement document, string author, AgreementNote? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, note, async (transaction, current) =>
        {
            if (current is { IsDeleted: false }) return new(AgreementWriteStatus.Duplicate, current.Version);
            return new(AgreementWriteStatus.Created, await AppendAsync(transaction, id, current?.Version.Version ?? 0, document, author, cancellationToken));
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<AgreementWrite> ReplaceAsync(string id, JsonElement document, string author, int? expectedVersion, AgreementNote? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, note, async (transaction, current) =>
        {
            if (current is not { IsDeleted: false }) return new(AgreementWriteStatus.NotFound, null);
            if (expectedVersion is { } expected && expected != current.Version.Version) return new(AgreementWriteStatus.Conflict, current.Version);
            if (CanonicalJson.Digest(document) == current.Version.Digest) return new(AgreementWriteStatus.Unchanged, current.Version);
            return new(AgreementWriteStatus.Replaced, await AppendAsync(transaction, id, current.Version.Version, document, author, cancellationToken));
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<AgreementWrite> DeleteAsync(string id, int? expectedVersion, AgreementNote? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, note, async (transaction, current) =>
        {
            if (current is not { IsDeleted: false }) return new(AgreementWriteStatus.NotFound, null);
            if (expectedVersion is { } expected && expected != current.Version.Version) return new(AgreementWriteStatus.Conflict, current.Version);
            await using var command = new NpgsqlCommand("update registry.agreements set deleted_at = $2, updated_at = $2 where id = $1", transaction.Connection, transaction);
            command.Parameters.AddWithValue(id);
            command.Parameters.AddWithValue(time.GetUtcNow());
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new(AgreementWriteStatus.Replaced, null);
        }, cancellationToken);

    private static async Task<List<AgreementVersion>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var found = new List<AgreementVersion>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) found.Add(Map(reader));
        return found;
    }

    private static AgreementVersion Map(NpgsqlDataReader reader)
    {
        using var document = JsonDocument.Parse(reader.GetString(2));
        return new(reader.GetString(0), reader.GetInt32(1), document.RootElement.Clone(), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4));
    }

    private async Task<AgreementWrite> ChangeAsync(
        string id, AgreementNote? note, Func<NpgsqlTransaction, Stored?, Task<AgreementWrite>> change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The advisory lock serves the first version, for which there is no row to lock yet.
        await using (var guard = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('registry.agreement ' || $1, 0))", connection, transaction))
        {
            guard.Parameters.AddWithValue(id);
            await guard.ExecuteNonQueryAsync(cancellationToken);
        }

        var current = await LoadAsync(transaction, id, cancellationToken);
        var outcome = await change(transaction, current);
        if (note is not null && outcome.Status is (AgreementWriteStatus.Created or AgreementWriteStatus.Replaced))
        {
            // Last before the commit: it locks the head of the feed.
            var before = current is { IsDeleted: false } ? current.Version : null;
            await FeedTransactions.AppendAsync(connection, [note(before, outcome.Current)], time.GetUtcNow(), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    private static async Task<Stored?> LoadAsync(NpgsqlTransaction transaction, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {Columns}, a.deleted_at is not null
            from registry.agreements a join registry.agreement_versions v on v.agreement_id = a.id and v.version = a.current_version where a.id = $1
            """,
            transaction.Connection,
            transaction);
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(Map(reader), reader.GetBoolean(5)) : null;
    }

    private async Task<AgreementVersion> AppendAsync(
        NpgsqlTransaction transaction, string id, int previous, JsonElement document, string author, CancellationToken cancellationToken)
    {
        // PostgreSQL keeps microseconds: what is handed back must equal what is read later.
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var version = new AgreementVersion(id, previous + 1, document.Clone(), CanonicalJson.Digest(document), now);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var head = new NpgsqlBatchCommand("""
            insert into registry.agreements (id, current_version, created_at, updated_at) values ($1, $2, $3, $3)
            on conflict (id) do update set current_version = excluded.current_version, updated_at = excluded.updated_at, deleted_at = null
            """);
        head.Parameters.AddWithValue(id);
        head.Parameters.AddWithValue(version.Version);
        head.Parameters.AddWithValue(now);
        batch.BatchCommands.Add(head);
        var row = new NpgsqlBatchCommand(
            "insert into registry.agreement_versions (agreement_id, version, source, digest, author, created_at) values ($1, $2, $3, $4, $5, $6)");
        row.Parameters.AddWithValue(id);
        row.Parameters.AddWithValue(version.Version);
        row.Parameters.AddWithValue(document.GetRawText());
        row.Parameters.AddWithValue(version.Digest);
        row.Parameters.AddWithValue(author);
        row.Parameters.AddWithValue(now);
        batch.BatchCommands.Add(row);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return version;
    }

    private sealed record Stored(AgreementVersion Version, bool IsDeleted);
}
