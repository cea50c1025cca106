using Npgsql;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Lists of runs in PostgreSQL.</summary>
internal sealed class PostgresRunCatalog(NpgsqlDataSource dataSource, ITaskStore tasks, StoreSignals signals, TimeProvider timeProvider) : IRunCatalog
{
    /// <summary>Accepted starts that nobody has begun, in the columns of runs.</summary>
    private const string PendingRuns = """
        (select i.instance_id as id, d.definition_id, d.id as definition_version_id, d.version, 0::smallint as status, 0::smallint as sub_status, null::text as name, i.correlation_id,
                i.parent_instance_id as parent_id, 0 as incident_count, i.enqueued_at as created_at, i.enqueued_at as updated_at, null::timestamptz as finished_at, d.is_system
         from workflows.inbox i
         join workflows.definitions d on case when i.definition_version_id is null then d.definition_id = i.definition_id and d.is_published else d.id = i.definition_version_id end
         where i.kind = 0 and i.consumed_at is null and i.parked_reason is null and not exists (select 1 from workflows.instances r where r.id = i.instance_id)) pending
        """;

    public async ValueTask<(IReadOnlyList<RunSummary> Items, long Total)> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var where = RunConditions.Of(filter);
        var (skip, take) = (Math.Max(0, filter.Skip), Math.Clamp(filter.Take, 0, 1000));
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // Pending runs stand in a block of their own: merged by time, a page far behind would have to sort all runs.
        var before = filter is { WithPending: true, Descending: true };
        var pending = filter.WithPending ? await PageAsync(connection, PendingRuns, where, filter, skip, before ? take : 0, cancellationToken) : ([], 0);
        var begun = await PageAsync(connection, "workflows.instances", where, filter, before ? (int)Math.Max(0, skip - pending.Total) : skip, take - pending.Items.Count, cancellationToken);
        if (filter.WithPending && !before)
            pending = await PageAsync(connection, PendingRuns, where, filter, (int)Math.Max(0, skip - begun.Total), take - begun.Items.Count, cancellationToken);
        return (before ? [.. pending.Items, .. begun.Items] : [.. begun.Items, .. pending.Items], pending.Total + begun.Total);
    }

    private static async ValueTask<(IReadOnlyList<RunSummary> Items, long Total)> PageAsync(
        NpgsqlConnection connection, string source, RunConditions where, RunFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        where.AddTo(batch.Add($"select count(*) from {source} {where.Sql}"));
        where.AddTo(batch.Add($"select {InstanceRows.SummaryColumns} from {source} {where.Sql} order by {Order(filter)} limit {take} offset {skip}"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<RunSummary>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(InstanceRows.ReadSummary(reader));
        return (items, total);
    }

    public async ValueTask<IReadOnlyList<string>> DeleteAsync(IReadOnlyList<string> ids, Func<string, CommitNote>? note, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var gone = await DeleteAsync(connection, ids, cancellationToken);
        if (gone.Count > 0 && note is not null) await FeedTransactions.AppendAsync(connection, [.. gone.Select(note)], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return gone;
    }

    private static async Task<List<string>> DeleteAsync(NpgsqlConnection connection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            with gone as (delete from workflows.instances where id = any($1) and status = 1 returning id),
                 journal as (delete from workflows.journal where instance_id in (select id from gone)),
                 waits as (delete from workflows.bookmarks where instance_id in (select id from gone)),
                 lists as (delete from workflows.dispatch_items where instance_id in (select id from gone)),
                 replies as (delete from workflows.replies where instance_id in (select id from gone))
            select id from gone
            """).With(ids.ToArray());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var gone = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) gone.Add(reader.GetString(0));
        return gone;
    }

    public async ValueTask<int> TrimAsync(DateTimeOffset endedBefore, bool journalsOnly, int take, CancellationToken cancellationToken)
    {
        // By the time of creation, which has an index: no run ended before it began.
        const string Old = "select id from workflows.instances i where status = 1 and created_at < $1 and finished_at < $1";
        await using var command = dataSource.CreateCommand(journalsOnly
            ? $"""
                with old as ({Old} and exists (select 1 from workflows.journal j where j.instance_id = i.id) order by created_at limit $2),
                     gone as (delete from workflows.journal where instance_id in (select id from old))
                select count(*) from old
                """
            : $"""
                with gone as (delete from workflows.instances where id in ({Old} order by created_at limit $2) returning id),
                     journal as (delete from workflows.journal where instance_id in (select id from gone)),
                     waits as (delete from workflows.bookmarks where instance_id in (select id from gone)),
                     lists as (delete from workflows.dispatch_items where instance_id in (select id from gone)),
                 replies as (delete from workflows.replies where instance_id in (select id from gone))
                select count(*) from gone
                """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = endedBefore.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = take });
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask<IReadOnlyList<ImportRefusal>> ImportAsync(IReadOnlyList<RunArrival> runs, Func<ArchivedRun, CommitNote>? note, CancellationToken cancellationToken)
    {
        if (runs.Count == 0) return [];
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var taken = await RunImport.AddInstancesAsync(connection, [.. runs.Select(r => r.Run)], cancellationToken);
        if (taken.Count > 0) return [.. taken.Select(id => new ImportRefusal(id, ImportRefusalReason.Taken, id))];
        if (await RunImport.DecideAsync(connection, runs, timeProvider.GetUtcNow(), cancellationToken) is { Count: > 0 } refused) return refused;
        await RunImport.AddRestAsync(connection, runs, tasks, timeProvider.GetUtcNow(), cancellationToken);
        if (note is not null) await FeedTransactions.AppendAsync(connection, [.. runs.Select(r => note(r.Run))], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Inbox.Set();
        signals.Timers.Set();
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
}
