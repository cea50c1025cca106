using Npgsql;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Definitions in PostgreSQL.</summary>
internal sealed class PostgresDefinitionStore(NpgsqlDataSource dataSource, StoreSignals signals) : IDefinitionStore
{
    private const string Columns = "id, definition_id, name, version, is_latest, is_published, created_at, author, digest, json";

    private const string Matches = """
        (not $1 or is_latest) and (not $2 or is_published) and ($3::text[] is null or definition_id = any($3))
        and ($4::text is null or strpos(lower(name), lower($4)) > 0 or strpos(lower(definition_id), lower($4)) > 0)
        """;

    public event Action? Changed;

    public async ValueTask SaveAsync(
        StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await EnsureChangeableAsync(connection, definition, cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (definition.IsLatest)
            batch.Add("update workflows.definitions set is_latest = false where definition_id = $1 and is_latest and id <> $2").With(definition.DefinitionId).With(definition.Id);
        if (definition.IsPublished)
            batch.Add("update workflows.definitions set is_published = false where definition_id = $1 and is_published and id <> $2").With(definition.DefinitionId).With(definition.Id);
        AddUpsert(batch, definition);
        if (definition.IsPublished)
        {
            AddTriggers(batch, definition.DefinitionId, triggers);
            TriggerTimerRows.AddReplace(batch, definition.DefinitionId, timers);
            batch.AddNotify(["d"]);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (!definition.IsPublished) return;
        signals.Timers.Set();
        RaiseChanged();
    }

    public async ValueTask<StoredDefinition?> GetVersionAsync(string versionId, CancellationToken cancellationToken) =>
        (await QueryAsync($"select {Columns} from workflows.definitions where id = $1", versionId, cancellationToken)).FirstOrDefault();

    public async ValueTask<StoredDefinition?> GetAsync(string definitionId, DefinitionVersion version, CancellationToken cancellationToken) =>
        (await QueryAsync(
            $"select {Columns} from workflows.definitions where definition_id = $1 and {(version == DefinitionVersion.Latest ? "is_latest" : "is_published")}",
            definitionId, cancellationToken)).FirstOrDefault();

    public async ValueTask<(IReadOnlyList<StoredDefinition> Items, long Total)> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        WithFilter(batch.Add($"select count(*) from workflows.definitions where {Matches}"), filter);
        WithFilter(batch.Add($"select {Columns} from workflows.definitions where {Matches} order by name, definition_id, version offset $5 limit $6"), filter)
            .With(filter.Skip).With(Math.Clamp(filter.Take, 1, 1000));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<StoredDefinition>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        return (items, total);
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

    private static async Task EnsureChangeableAsync(NpgsqlConnection connection, StoredDefinition definition, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Two publishers of one definition take turns, whatever rows they touch.
        batch.Add("select pg_advisory_xact_lock(hashtextextended($1, 6075990329))").With(definition.DefinitionId);
        batch.Add("select is_published from workflows.definitions where id = $1").With(definition.Id);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0))
            throw new InvalidOperationException($"Version {definition.Id} of definition {definition.DefinitionId} is published and never changes. Save a new version.");
    }

    private static NpgsqlBatchCommand WithFilter(NpgsqlBatchCommand command, DefinitionFilter filter) => command
        .With(filter.LatestOnly).With(filter.PublishedOnly).With(filter.DefinitionIds?.ToArray()!).WithText(filter.Search);

    private static void AddUpsert(NpgsqlBatch batch, StoredDefinition definition) =>
        batch.Add($"""
            insert into workflows.definitions ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (id) do update set
                name = excluded.name, version = excluded.version, is_latest = excluded.is_latest, is_published = excluded.is_published,
                author = excluded.author, digest = excluded.digest, json = excluded.json
            """)
            .With(definition.Id).With(definition.DefinitionId).With(definition.Name).With(definition.Version).With(definition.IsLatest)
            .With(definition.IsPublished).With(definition.CreatedAt.ToUniversalTime()).With(definition.Author).With(definition.Digest).With(definition.Json);

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

    private async Task<List<StoredDefinition>> QueryAsync(string sql, string parameter, CancellationToken cancellationToken)
    {
        // CA2100: the text is one of three constants above.
#pragma warning disable CA2100
        await using var command = dataSource.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<StoredDefinition>();
        while (await reader.ReadAsync(cancellationToken)) found.Add(Read(reader));
        return found;
    }

    private static StoredDefinition Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        DefinitionId = reader.GetString(1),
        Name = reader.GetString(2),
        Version = reader.GetInt32(3),
        IsLatest = reader.GetBoolean(4),
        IsPublished = reader.GetBoolean(5),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(6),
        Author = reader.GetString(7),
        Digest = reader.GetString(8),
        Json = reader.GetString(9),
    };
}
