using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Lists of runs in PostgreSQL.</summary>
internal sealed class PostgresRunCatalog(NpgsqlDataSource dataSource) : IRunCatalog
{
    private const string Columns = """
        id, definition_id, definition_version_id, version, status, sub_status, name, correlation_id, parent_id, incident_count, created_at, updated_at, finished_at
        """;

    public async ValueTask<(IReadOnlyList<RunSummary> Items, long Total)> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var where = RunConditions.Of(filter);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        where.AddTo(batch.Add($"select count(*) from workflows.instances {where.Sql}"));
        where.AddTo(batch.Add($"select {Columns} from workflows.instances {where.Sql} order by {Order(filter)} limit {Math.Clamp(filter.Take, 0, 1000)} offset {Math.Max(0, filter.Skip)}"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<RunSummary>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        return (items, total);
    }

    public async ValueTask<IReadOnlyList<string>> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        await using var command = dataSource.CreateCommand("""
            with gone as (delete from workflows.instances where id = any($1) and status = 1 returning id),
                 journal as (delete from workflows.journal where instance_id in (select id from gone)),
                 replies as (delete from workflows.replies where instance_id in (select id from gone))
            select id from gone
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var gone = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) gone.Add(reader.GetString(0));
        return gone;
    }

    public async ValueTask<IReadOnlyList<string>> ImportAsync(IReadOnlyList<ArchivedRun> runs, CancellationToken cancellationToken)
    {
        Ended.Require(runs);
        if (runs.Count == 0) return [];
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var taken = await RunImport.AddInstancesAsync(connection, runs, cancellationToken);
        if (taken.Count > 0) return taken;
        await RunImport.AddJournalsAsync(connection, runs, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [];
    }

    private static string Order(RunFilter filter)
    {
        var direction = filter.Descending ? "desc" : "asc";
        var column = filter.Order switch
        {
            RunOrder.Created => "created_at",
            RunOrder.Updated => "updated_at",
            RunOrder.Finished => "finished_at",
            _ => "name collate \"C\"",
        };
        return $"{column} {direction}, id collate \"C\" {direction}";
    }

    private static RunSummary Read(NpgsqlDataReader reader) => new()
    {
        Id = new InstanceId(reader.GetString(0)),
        DefinitionId = reader.GetString(1),
        DefinitionVersionId = reader.GetString(2),
        Version = reader.GetInt32(3),
        Status = (InstanceStatus)reader.GetInt16(4),
        SubStatus = (InstanceSubStatus)reader.GetInt16(5),
        Name = InboxRows.Text(reader, 6),
        CorrelationId = InboxRows.Text(reader, 7),
        ParentInstanceId = InboxRows.Text(reader, 8),
        IncidentCount = reader.GetInt32(9),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(10),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(11),
        FinishedAt = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
    };
}
