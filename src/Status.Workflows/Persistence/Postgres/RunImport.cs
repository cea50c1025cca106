using Npgsql;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Runs from outside as rows; within the transaction of the caller.</summary>
internal static class RunImport
{
    private const string Insert = """
        insert into workflows.instances
            (id, definition_id, definition_version_id, version, commit_id, status, sub_status, name, correlation_id, parent_id, incident_count, created_at, updated_at,
             finished_at, cause, depth, state_version, state, is_system, revision)
        select id, definition_id, definition_version_id, version, gen_random_uuid(), status, sub_status, name, correlation_id, parent_id, incident_count, created_at, updated_at,
             finished_at, cause, depth, state_version, state, is_system, revision
        from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::smallint[], $6::smallint[], $7::text[], $8::text[], $9::text[], $10::int[], $11::timestamptz[],
            $12::timestamptz[], $13::timestamptz[], $14::bigint[], $15::int[], $16::int[], $17::bytea[], $18::boolean[], $19::bigint[])
            as x(id, definition_id, definition_version_id, version, status, sub_status, name, correlation_id, parent_id, incident_count, created_at, updated_at,
             finished_at, cause, depth, state_version, state, is_system, revision)
        on conflict (id) do nothing returning id
        """;

    /// <summary>Inserts the rows; returns the ids that are taken, by a run or by work that was accepted for a run to come.</summary>
    public static async Task<IReadOnlyList<string>> AddInstancesAsync(NpgsqlConnection connection, IReadOnlyList<ArchivedRun> runs, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        WithInstances(batch.Add(Insert), [.. runs.Select(r => r.ToRecord())]);
        batch.Add("select distinct instance_id from workflows.inbox where instance_id = any($1) and consumed_at is null").With(InboxRows.Column(runs, r => r.Id));
        var free = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) free.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) free.Remove(reader.GetString(0));
        return [.. runs.Select(r => r.Id).Where(id => !free.Contains(id))];
    }

    /// <summary>Decides which of the inserted runs may not go on beside what goes on.</summary>
    public static async Task<IReadOnlyList<ImportRefusal>> DecideAsync(NpgsqlConnection connection, IReadOnlyList<RunArrival> runs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // In one order, since each decision takes the locks of its definition.
        var decided = runs.Where(r => r.Activation is not null).OrderBy(r => r.Activation!.DefinitionId, StringComparer.Ordinal).ThenBy(r => r.Activation!.Key, StringComparer.Ordinal).ToArray();
        if (decided.Length == 0) return [];
        await using var batch = new NpgsqlBatch(connection);
        foreach (var run in decided)
        {
            var rule = run.Activation!;
            batch.Add("select reason, blocker from workflows.import_decision($1, $2, $3, $4, $5, nullif($6, 0), $7)")
                .With(run.Run.Id).With((int)rule.Strategy).With(rule.Key).With(rule.DefinitionId).WithText(rule.CorrelationId).With(rule.MostRunning ?? 0).With(now.ToUniversalTime());
        }

        var refused = new List<ImportRefusal>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var run in decided)
        {
            await reader.ReadAsync(cancellationToken);
            if (reader.GetInt32(0) is not 0 and var reason) refused.Add(new ImportRefusal(run.Run.Id, (ImportRefusalReason)reason, reader.GetString(1)));
            await reader.NextResultAsync(cancellationToken);
        }

        return refused;
    }

    /// <summary>Inserts what belongs to the rows, in the place of what is left of earlier runs of the same ids.</summary>
    public static async Task AddRestAsync(NpgsqlConnection connection, IReadOnlyList<RunArrival> runs, ITaskStore tasks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = InboxRows.Column(runs, r => r.Run.Id);
        var pages = runs.SelectMany(r => r.Run.Journal.Select(page => (r.Run.Id, Page: page))).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var table in (string[])["journal", "replies", "bookmarks", "timers", "tasks"]) batch.Add($"delete from workflows.{table} where instance_id = any($1)").With(ids);
        batch.Add("delete from workflows.inbox where instance_id = any($1) and consumed_at is not null").With(ids);
        batch.Add("""
            insert into workflows.journal (instance_id, first_sequence, count, records)
            select * from unnest($1::text[], $2::bigint[], $3::int[], $4::bytea[])
            """)
            .With(InboxRows.Column(pages, p => p.Id)).With(InboxRows.Column(pages, p => p.Page.FirstSequence))
            .With(InboxRows.Column(pages, p => p.Page.Count)).With(InboxRows.Column(pages, p => PackedJson.Pack(p.Page.Records)));
        var bookmarks = runs.SelectMany(r => r.Bookmarks).ToArray();
        batch.AddBookmarks(bookmarks);
        batch.AddTimers([.. runs.SelectMany(r => r.Timers.Select(t => (Timer: t, InstanceId: r.Run.Id)))]);
        foreach (var task in runs.SelectMany(r => r.Tasks)) batch.Add(tasks.Open(task));
        if (runs.SelectMany(r => r.Work).ToArray() is { Length: > 0 } work) batch.AddInbox(work, now);
        if (bookmarks.Length > 0) batch.AddMatch([.. bookmarks.Select(b => b.Hash).Distinct()]);
        batch.AddNotify(["i"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void WithInstances(NpgsqlBatchCommand command, InstanceRecord[] rows) => command
        .With(InboxRows.Column(rows, i => i.Id.Value)).With(InboxRows.Column(rows, i => i.DefinitionId)).With(InboxRows.Column(rows, i => i.DefinitionVersionId))
        .With(InboxRows.Column(rows, i => i.Version)).With(InboxRows.Column(rows, i => (short)i.Status)).With(InboxRows.Column(rows, i => (short)i.SubStatus))
        .With(InboxRows.Column(rows, i => i.Name)).With(InboxRows.Column(rows, i => i.CorrelationId)).With(InboxRows.Column(rows, i => i.ParentInstanceId))
        .With(InboxRows.Column(rows, i => i.IncidentCount)).With(InboxRows.Column(rows, i => i.CreatedAt.ToUniversalTime())).With(InboxRows.Column(rows, i => i.UpdatedAt.ToUniversalTime()))
        .With(InboxRows.Column(rows, i => i.FinishedAt?.ToUniversalTime())).With(InboxRows.Column(rows, i => i.Cause)).With(InboxRows.Column(rows, i => i.Depth))
        .With(InboxRows.Column(rows, i => i.StateVersion)).With(InboxRows.Column(rows, i => PackedJson.Pack(i.State))).With(InboxRows.Column(rows, i => i.IsSystem))
        .With(InboxRows.Column(rows, i => i.Revision));
}
