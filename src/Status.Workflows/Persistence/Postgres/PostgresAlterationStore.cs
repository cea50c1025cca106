using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Plans and jobs of changes in PostgreSQL.</summary>
internal sealed class PostgresAlterationStore(NpgsqlDataSource dataSource, StoreSignals signals, TimeProvider timeProvider) : IAlterationStore
{
    private const string Plans = """
        select p.id, p.alterations, p.filter, p.author, p.is_generated, p.created_at,
            count(j.id), count(j.id) filter (where j.status = 0), count(j.id) filter (where j.status = 2), max(j.completed_at)
        from workflows.alteration_plans p left join workflows.alteration_jobs j on j.plan_id = p.id
        """;

    public Write Finish(string jobId, bool succeeded, IReadOnlyList<AlterationLogEntry> entries, DateTimeOffset at) => new(
        $"alteration/{jobId}",
        "update workflows.alteration_jobs set status = $2, log = $3, completed_at = $4 where id = $1 and completed_at is null",
        jobId, (short)(succeeded ? AlterationJobStatus.Completed : AlterationJobStatus.Failed), AlterationText.Write(entries), at);

    public async ValueTask CreateAsync(AlterationPlan plan, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items, CommitNote note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add("insert into workflows.alteration_plans (id, alterations, filter, author, is_generated, created_at) values ($1, $2, $3, $4, $5, $6)")
                .With(plan.Id).With(AlterationText.Write(plan.Alterations)).With(plan.Filter).With(plan.Author).With(plan.IsGenerated).With(plan.CreatedAt.ToUniversalTime());
            AddJobs(batch, jobs, items);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await FeedTransactions.AppendAsync(connection, [note], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Inbox.Set();
    }

    public async ValueTask AddAsync(string planId, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items, bool isLast, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        AddJobs(batch, jobs, items);
        if (isLast) batch.Add("update workflows.alteration_plans set is_generated = true where id = $1").With(planId);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Inbox.Set();
    }

    public async ValueTask<AlterationPlan?> FindAsync(string planId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"{Plans} where p.id = $1 group by p.id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = planId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadPlan(reader) : null;
    }

    public async ValueTask<(IReadOnlyList<AlterationPlan> Items, long Total)> ListAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select count(*) from workflows.alteration_plans");
        batch.Add($"{Plans} where p.id = any(array(select id from workflows.alteration_plans order by created_at desc, id desc offset $1 limit $2)) group by p.id order by p.created_at desc, p.id desc")
            .With(skip).With(take);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<AlterationPlan>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(ReadPlan(reader));
        return (items, total);
    }

    public async ValueTask<IReadOnlyList<AlterationJob>> ListJobsAsync(string planId, int skip, int take, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select id, plan_id, instance_id, status, log, created_at, completed_at from workflows.alteration_jobs where plan_id = $1 order by id offset $2 limit $3")
            .With(planId).With(skip).With(take);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var jobs = new List<AlterationJob>();
        while (await reader.ReadAsync(cancellationToken))
            jobs.Add(new AlterationJob(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), (AlterationJobStatus)reader.GetInt16(3), AlterationText.ReadLog(reader.GetString(4)),
                reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6)));
        return jobs;
    }

    private void AddJobs(NpgsqlBatch batch, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items)
    {
        batch.Add("""
            insert into workflows.alteration_jobs (id, plan_id, instance_id, status, log, created_at, completed_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::timestamptz[], $7::timestamptz[]) on conflict (id) do nothing
            """)
            .With(InboxRows.Column(jobs, j => j.Id)).With(InboxRows.Column(jobs, j => j.PlanId)).With(InboxRows.Column(jobs, j => j.InstanceId))
            .With(InboxRows.Column(jobs, j => (short)j.Status)).With(InboxRows.Column(jobs, j => AlterationText.Write(j.Log)))
            .With(InboxRows.Column(jobs, j => j.CreatedAt.ToUniversalTime())).With(InboxRows.Column(jobs, j => j.CompletedAt?.ToUniversalTime()));
        if (items.Count == 0) return;
        batch.AddInbox(items, timeProvider.GetUtcNow());
        batch.AddNotify(["i"]);
    }

    private static AlterationPlan ReadPlan(NpgsqlDataReader reader)
    {
        var pending = reader.GetInt64(7);
        return new AlterationPlan
        {
            Id = reader.GetString(0),
            Alterations = AlterationText.Read(reader.GetString(1)),
            Filter = reader.GetString(2),
            Author = reader.GetString(3),
            IsGenerated = reader.GetBoolean(4),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
            Jobs = reader.GetInt64(6),
            Pending = pending,
            Failed = reader.GetInt64(8),
            CompletedAt = pending > 0 || reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
        };
    }
}
