using Npgsql;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Open tasks in PostgreSQL.</summary>
internal sealed class PostgresTaskStore(NpgsqlDataSource dataSource) : ITaskStore
{
    private const string Columns = "id, name, payload, hash, instance_id, definition_id, correlation_id, created_at";
    private const string IsOpen = "exists (select 1 from workflows.bookmarks b where b.hash = t.hash and b.instance_id = t.instance_id)";
    private const string IsAnswered =
        "exists (select 1 from workflows.inbox i where i.instance_id = t.instance_id and i.stimulus_hash = t.hash and i.consumed_at is null and i.parked_reason is null)";

    public Write Open(OpenTask task) => new(
        $"task/{task.Id}",
        $"insert into workflows.tasks ({Columns}) values ($1, $2, $3, $4, $5, $6, $7::text, $8) on conflict (id) do nothing",
        task.Id, task.Name, DataJson.ToJson(task.Payload), task.Hash, task.InstanceId, task.DefinitionId, task.CorrelationId, task.CreatedAt);

    public Write Close(string taskId) => new($"task-end/{taskId}", "delete from workflows.tasks where id = $1", taskId);

    public async ValueTask<(IReadOnlyList<OpenTask> Items, long Total)> ListAsync(string? name, int skip, int take, CancellationToken cancellationToken)
    {
        const string Where = $"from workflows.tasks t where ($1::text is null or name = $1) and {IsOpen} and not {IsAnswered}";
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"select count(*) {Where}").WithText(name);
        batch.Add($"select {Columns} {Where} order by created_at, id offset $2 limit $3").WithText(name).With(skip).With(take);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<OpenTask>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        return (items, total);
    }

    public async ValueTask<OpenTask?> FindAsync(string taskId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from workflows.tasks t where id = $1 and {IsOpen}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = taskId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    public async ValueTask<IReadOnlyList<OpenTask>> ListOfAsync(InstanceId run, CancellationToken cancellationToken)
    {
        // By the bookmarks of the run, which have an index: no open task is without one.
        await using var command = dataSource.CreateCommand(
            $"select {Columns} from workflows.tasks where instance_id = $1 and hash in (select hash from workflows.bookmarks where instance_id = $1) order by id collate \"C\"");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = run.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<OpenTask>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        return items;
    }

    public async ValueTask<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"delete from workflows.tasks t where not {IsOpen}");
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static OpenTask Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Name = reader.GetString(1),
        Payload = (DataObject)DataJson.Parse(reader.GetString(2))!,
        Hash = reader.GetString(3),
        InstanceId = reader.GetString(4),
        DefinitionId = reader.GetString(5),
        CorrelationId = InboxRows.Text(reader, 6),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(7),
    };
}
