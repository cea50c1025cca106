using Npgsql;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Definitions in PostgreSQL.</summary>
internal sealed class PostgresDefinitionStore(NpgsqlDataSource dataSource, StoreSignals signals, TimeProvider timeProvider) : IDefinitionStore
{
    private const string Full = $"{DefinitionRows.Columns}, json";

    public event Action? Changed;

    public async ValueTask<bool> TrySaveAsync(
        StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, long? expectedRevision, Func<DefinitionRow, CommitNote>? note,
        CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await MaySaveAsync(connection, definition, expectedRevision, cancellationToken)) return false;
        if (definition.IsPublished && expectedRevision is not null && await IsRouteTakenAsync(connection, definition, triggers, cancellationToken)) return false;
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (definition.IsLatest)
            batch.Add("update workflows.definitions set is_latest = false where definition_id = $1 and is_latest and id <> $2").With(definition.DefinitionId).With(definition.Id);
        if (definition.IsPublished)
            batch.Add("update workflows.definitions set is_published = false where definition_id = $1 and is_published and id <> $2").With(definition.DefinitionId).With(definition.Id);
        DefinitionRows.AddUpsert(batch, definition);
        if (definition.IsPublished)
        {
            AddTriggers(batch, definition.DefinitionId, triggers);
            TriggerTimerRows.AddReplace(batch, definition.DefinitionId, timers);
            batch.Add("select workflows.limit_changed($1, nullif($2, 0), $3)")
                .With(definition.DefinitionId).With(definition.MostRunning ?? 0).With(timeProvider.GetUtcNow());
            batch.AddNotify(["d", "i"]);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await CommitAsync(transaction, note, [definition], cancellationToken);
        if (definition.IsPublished) TellChanged();
        return true;
    }

    public async ValueTask<StoredDefinition?> GetVersionAsync(string versionId, CancellationToken cancellationToken) =>
        (await QueryAsync($"select {Full} from workflows.definitions where id = $1", versionId, cancellationToken)).FirstOrDefault();

    public async ValueTask<IReadOnlyList<StoredDefinition>> GetVersionsAsync(IReadOnlyList<string> versionIds, CancellationToken cancellationToken) =>
        await QueryAsync(
            $"select {Full} from workflows.definitions join unnest($1) with ordinality as asked(asked_id, place) on id = asked_id order by place",
            versionIds.Distinct(StringComparer.Ordinal).ToArray(), cancellationToken);

    public async ValueTask<StoredDefinition?> GetAsync(string definitionId, DefinitionVersion version, CancellationToken cancellationToken) =>
        (await QueryAsync(
            $"select {Full} from workflows.definitions where definition_id = $1 and {(version == DefinitionVersion.Latest ? "is_latest" : "is_published")}",
            definitionId, cancellationToken)).FirstOrDefault();

    public async ValueTask<DefinitionHead> GetHeadAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select coalesce(max(version), 0), coalesce(max(revision), 0) from workflows.definitions where definition_id = $1").With(definitionId);
        batch.Add($"select {Full} from workflows.definitions where definition_id = $1 and is_latest").With(definitionId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (version, revision) = (reader.GetInt32(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        return new DefinitionHead(await reader.ReadAsync(cancellationToken) ? DefinitionRows.ReadFull(reader) : null, version, revision);
    }

    public async ValueTask<(IReadOnlyList<DefinitionRow> Items, long Total)> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        DefinitionRows.WithFilter(batch.Add($"select count(*) from workflows.definitions where {DefinitionRows.Matches}"), filter);
        DefinitionRows.WithFilter(
            batch.Add($"select {DefinitionRows.Columns} from workflows.definitions where {DefinitionRows.Matches} order by {DefinitionRows.OrderOf(filter)} offset $9 limit $10"), filter)
            .With(filter.Skip).With(filter.Take ?? int.MaxValue);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<DefinitionRow>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(DefinitionRows.Read(reader));
        return (items, total);
    }

    public async ValueTask<bool> RetractAsync(string definitionId, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await UnpublishAsync(connection, definitionId, cancellationToken) is not { } retracted) return false;
        await using var batch = new NpgsqlBatch(connection, transaction);
        AddTriggers(batch, definitionId, []);
        TriggerTimerRows.AddReplace(batch, definitionId, []);
        batch.AddNotify(["d"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await CommitAsync(transaction, note, [retracted], cancellationToken);
        TellChanged();
        return true;
    }

    public async ValueTask<IReadOnlyList<DefinitionRow>> DeleteAsync(IReadOnlyList<string> versionIds, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await DefinitionDeletion.LockAsync(connection, versionIds, cancellationToken);
        if (found.Count == 0) return [];
        await using var batch = new NpgsqlBatch(connection, transaction);
        DefinitionDeletion.Add(batch, found);
        foreach (var unpublished in found.Where(d => d.IsPublished))
        {
            AddTriggers(batch, unpublished.DefinitionId, []);
            TriggerTimerRows.AddReplace(batch, unpublished.DefinitionId, []);
        }

        batch.AddNotify(["d"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await CommitAsync(transaction, note, found, cancellationToken);
        TellChanged();
        return found;
    }

    public async ValueTask<IReadOnlyList<TriggerRecord>> GetTriggersAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select definition_id, definition_version_id, activity_id, name, hash, payload, options from workflows.triggers order by definition_id, activity_id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var triggers = new List<TriggerRecord>();
        while (await reader.ReadAsync(cancellationToken))
            triggers.Add(new TriggerRecord(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                (DataObject)DataJson.Parse(reader.GetString(5))!, reader.IsDBNull(6) ? null : (DataObject)DataJson.Parse(reader.GetString(6))!));
        return triggers;
    }

    /// <summary>Tells this process that another one published.</summary>
    internal void RaiseChanged() => Changed?.Invoke();

    /// <summary>Two writers of one definition take turns, whatever rows they touch.</summary>
    private static void AddLock(NpgsqlBatch batch, string definitionId) =>
        batch.Add("select pg_advisory_xact_lock(hashtextextended($1, 6075990329))").With(definitionId);

    private static async Task<DefinitionRow?> UnpublishAsync(NpgsqlConnection connection, string definitionId, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddLock(batch, definitionId);
        batch.Add($"update workflows.definitions set is_published = false where definition_id = $1 and is_published returning {DefinitionRows.Columns}").With(definitionId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? DefinitionRows.Read(reader) with { IsPublished = true } : null;
    }

    /// <summary>The notes go last: they lock the head of the feed.</summary>
    private async Task CommitAsync(NpgsqlTransaction transaction, Func<DefinitionRow, CommitNote>? note, IReadOnlyList<DefinitionRow> versions, CancellationToken cancellationToken)
    {
        if (note is not null) await FeedTransactions.AppendAsync(transaction.Connection!, [.. versions.Select(note)], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void TellChanged()
    {
        signals.Timers.Set();
        // Starts that a limit held back may have been called.
        signals.Inbox.Set();
        RaiseChanged();
    }

    private static async Task<bool> MaySaveAsync(NpgsqlConnection connection, StoredDefinition definition, long? expectedRevision, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddLock(batch, definition.DefinitionId);
        batch.Add("""
            select coalesce(max(revision), 0), coalesce(bool_or(id = $2 and published_at is not null and json <> $3), false)
            from workflows.definitions where definition_id = $1
            """).With(definition.DefinitionId).With(definition.Id).With(definition.Json);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (expectedRevision is { } expected && reader.GetInt64(0) != expected) return false;
        if (reader.GetBoolean(1))
            throw new InvalidOperationException($"Version {definition.Id} of definition {definition.DefinitionId} was published and never changes. Save a new version.");
        return true;
    }

    /// <summary>Two definitions that are published at once may both have found a route free: they take turns here, and the second looks again.</summary>
    private static async Task<bool> IsRouteTakenAsync(NpgsqlConnection connection, StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, CancellationToken cancellationToken)
    {
        var routes = triggers.Where(t => t.IsExclusive).Select(t => t.Hash).ToArray();
        if (routes.Length == 0) return false;
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select pg_advisory_xact_lock(6075990330)");
        batch.Add("select exists (select 1 from workflows.triggers where definition_id <> $1 and hash = any($2))").With(definition.DefinitionId).With(routes);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(0);
    }

    private static void AddTriggers(NpgsqlBatch batch, string definitionId, IReadOnlyList<TriggerRecord> triggers)
    {
        batch.Add("delete from workflows.triggers where definition_id = $1").With(definitionId);
        if (triggers.Count == 0) return;
        batch.Add("""
            insert into workflows.triggers (definition_id, definition_version_id, activity_id, name, hash, payload, options)
            select $1, x.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as x
            """)
            .With(definitionId).With(InboxRows.Column(triggers, t => t.DefinitionVersionId)).With(InboxRows.Column(triggers, t => t.ActivityId))
            .With(InboxRows.Column(triggers, t => t.Name)).With(InboxRows.Column(triggers, t => t.Hash))
            .With(InboxRows.Column(triggers, t => DataJson.ToJson(t.Payload)))
            .With(InboxRows.Column(triggers, t => t.Options is null ? null : DataJson.ToJson(t.Options)));
    }

    private async Task<List<StoredDefinition>> QueryAsync<T>(string sql, T parameter, CancellationToken cancellationToken)
    {
        // CA2100: the text is one of the constants above.
#pragma warning disable CA2100
        await using var command = dataSource.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<StoredDefinition>();
        while (await reader.ReadAsync(cancellationToken)) found.Add(DefinitionRows.ReadFull(reader));
        return found;
    }
}
