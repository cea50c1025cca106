using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Timers in PostgreSQL.</summary>
internal sealed class PostgresTimerStore(NpgsqlDataSource dataSource, ScheduleCalculator calculator, StoreSignals signals) : ITimerStore
{
    private const string Due = """
        select id, kind, due, definition_id, activity_id, schedule, schedule_kind, time_zone, misfire, instance_id, bookmark_id
        from workflows.timers where id = any(array(
            select id from workflows.timers where due <= $1 order by due limit $2 for update skip locked))
        order by due
        """;

    public async ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await TakeAsync(connection, now, max, cancellationToken);
        var problems = due.Count > 0 ? await FireAsync(connection, due, now, cancellationToken) : [];
        var next = await NextAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (due.Count > 0) signals.Inbox.Set();
        return new TimerSweep(due.Count, next) { Problems = problems };
    }

    public async ValueTask ReplaceTriggersAsync(string definitionId, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        TriggerTimerRows.AddReplace(batch, definitionId, timers);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Timers.Set();
    }

    public async ValueTask<IReadOnlyList<TriggerTimer>> GetTriggersAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select id, kind, due, definition_id, activity_id, schedule, schedule_kind, time_zone, misfire, instance_id, bookmark_id
            from workflows.timers where kind = 0 order by id
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var timers = new List<TriggerTimer>();
        while (await reader.ReadAsync(cancellationToken)) timers.Add(TriggerTimerRows.Read(reader));
        return timers;
    }

    private static async Task<List<DueTimer>> TakeAsync(NpgsqlConnection connection, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Due).With(now.ToUniversalTime()).With(max);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueTimer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var trigger = reader.GetInt16(1) == 0 ? TriggerTimerRows.Read(reader) : null;
            due.Add(new DueTimer(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(2), trigger, InboxRows.Text(reader, 9), InboxRows.Text(reader, 10)));
        }

        return due;
    }

    private async Task<List<string>> FireAsync(NpgsqlConnection connection, List<DueTimer> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var items = new List<InboxItem>();
        var gone = new List<string>();
        var moved = new List<(string Id, DateTimeOffset Due)>();
        foreach (var timer in due)
        {
            if (timer.Trigger is null)
            {
                items.Add(TimerTicks.Resume(timer.InstanceId!, timer.BookmarkId!, timer.Due));
                gone.Add(timer.Id);
                continue;
            }

            var (ticks, next, problem) = calculator.Fire(timer.Trigger, now);
            if (problem is not null) problems.Add(problem);
            items.AddRange(ticks.Select(tick => TimerTicks.Start(timer.Trigger, tick)));
            if (next is null) gone.Add(timer.Id);
            else moved.Add((timer.Id, next.Value.ToUniversalTime()));
        }

        await using var batch = new NpgsqlBatch(connection);
        if (items.Count > 0) batch.AddInbox(items, now);
        if (gone.Count > 0) batch.Add("delete from workflows.timers where id = any($1)").With(gone.ToArray());
        if (moved.Count > 0)
            batch.Add("update workflows.timers t set due = x.due from unnest($1::text[], $2::timestamptz[]) as x(id, due) where t.id = x.id")
                .With(InboxRows.Column(moved, m => m.Id)).With(InboxRows.Column(moved, m => m.Due));
        batch.AddNotify(["i"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return problems;
    }

    private static async Task<DateTimeOffset?> NextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select due from workflows.timers order by due limit 1");
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    private sealed record DueTimer(string Id, DateTimeOffset Due, TriggerTimer? Trigger, string? InstanceId, string? BookmarkId);
}
