using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Timers in PostgreSQL.</summary>
internal sealed class PostgresTimerStore(NpgsqlDataSource dataSource, ScheduleCalculator calculator, StoreSignals signals, TimeProvider time, PostgresHostLeases leases) : ITimerStore
{
    private const string Due = """
        select id, kind, due, definition_id, activity_id, schedule, schedule_kind, time_zone, misfire, instance_id, bookmark_id
        from workflows.timers where id = any(array(
            select id from workflows.timers where due <= $1 and paused_at is null order by due limit $2 for update skip locked))
        order by due
        """;

    public async ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, string? claimFor, CancellationToken cancellationToken)
    {
        if (claimFor is not null) await leases.EnsureAsync(claimFor, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await TakeAsync(connection, now, max, cancellationToken);
        var (problems, claimed) = due.Count > 0 ? await FireAsync(connection, due, now, claimFor, cancellationToken) : ([], []);
        var next = await NextAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (due.Count > 0) signals.Inbox.Set();
        return new TimerSweep(due.Count, next) { Problems = problems, Claimed = claimed };
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
            select t.id, t.kind, t.due, t.definition_id, t.activity_id, t.schedule, t.schedule_kind, t.time_zone, t.misfire, t.paused_at, t.paused_by, t.last_tick_at, t.missed, d.name
            from workflows.timers t left join workflows.definitions d on d.definition_id = t.definition_id and d.is_published
            where t.kind = 0 order by t.id
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var timers = new List<TriggerTimer>();
        while (await reader.ReadAsync(cancellationToken)) timers.Add(TriggerTimerRows.ReadWhole(reader));
        return timers;
    }

    public async ValueTask<TriggerTimer?> SetPausedAsync(
        string definitionId, string activityId, string? pausedBy, Func<TriggerTimer, TriggerTimer, CommitNote>? note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, definitionId, activityId, cancellationToken) is not { } before) return null;
        var now = time.GetUtcNow();
        var after = calculator.SetPaused(before, pausedBy, now);
        if (after == before) return before;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add("update workflows.timers set paused_at = case when $2::text is null then null else $3 end, paused_by = $2, due = $4 where id = $1")
                .With(TimerTicks.IdOf(before)).WithText(after.PausedBy).With(now).With(after.Due.ToUniversalTime());
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        if (note is not null) await FeedTransactions.AppendAsync(connection, [note(before, after)], now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Timers.Set();
        return after;
    }

    private static async Task<TriggerTimer?> LockAsync(NpgsqlConnection connection, string definitionId, string activityId, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select t.id, t.kind, t.due, t.definition_id, t.activity_id, t.schedule, t.schedule_kind, t.time_zone, t.misfire, t.paused_at, t.paused_by, t.last_tick_at, t.missed,
                (select d.name from workflows.definitions d where d.definition_id = t.definition_id and d.is_published)
            from workflows.timers t where t.kind = 0 and t.definition_id = $1 and t.activity_id = $2 for update
            """).With(definitionId).With(activityId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? TriggerTimerRows.ReadWhole(reader) : null;
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

    private async Task<(List<string> Problems, IReadOnlyList<ClaimedRun> Claimed)> FireAsync(
        NpgsqlConnection connection, List<DueTimer> due, DateTimeOffset now, string? claimFor, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var items = new List<InboxItem>();
        var gone = new List<string>();
        var moved = new List<(string Id, DateTimeOffset Due, DateTimeOffset? Tick, long Missed)>();
        foreach (var timer in due)
        {
            if (timer.Trigger is null)
            {
                items.Add(TimerTicks.Resume(timer.InstanceId!, timer.BookmarkId!, timer.Due));
                gone.Add(timer.Id);
                continue;
            }

            var (ticks, next, problem, missed) = calculator.Fire(timer.Trigger, now);
            if (problem is not null) problems.Add(problem);
            items.AddRange(ticks.Select(tick => TimerTicks.Start(timer.Trigger, tick)));
            if (next is null) gone.Add(timer.Id);
            else moved.Add((timer.Id, next.Value.ToUniversalTime(), ticks.Count > 0 ? ticks[^1].ToUniversalTime() : null, missed));
        }

        await using var batch = new NpgsqlBatch(connection);
        if (items.Count > 0) batch.AddInbox(items, now);
        if (gone.Count > 0) batch.Add("delete from workflows.timers where id = any($1)").With(gone.ToArray());
        if (moved.Count > 0)
        {
            batch.Add("""
                update workflows.timers t set due = x.due, last_tick_at = coalesce(x.tick, t.last_tick_at), missed = t.missed + x.missed
                from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[]) as x(id, due, tick, missed) where t.id = x.id
                """)
                .With(InboxRows.Column(moved, m => m.Id)).With(InboxRows.Column(moved, m => m.Due)).With(InboxRows.Column(moved, m => m.Tick)).With(InboxRows.Column(moved, m => m.Missed));
        }

        // What this host has claimed concerns no other one.
        if (claimFor is null || items.Any(i => i.Kind != InboxItemKind.Start)) batch.AddNotify(["i"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (problems, claimFor is null ? [] : await ClaimAsync(connection, [.. items.Where(i => i.Kind == InboxItemKind.Start)], claimFor, cancellationToken));
    }

    /// <summary>Claims starts made in this transaction: nobody else sees them yet, and nobody works on runs that are to come.</summary>
    private static async Task<IReadOnlyList<ClaimedRun>> ClaimAsync(NpgsqlConnection connection, IReadOnlyList<InboxItem> starts, string host, CancellationToken cancellationToken)
    {
        if (starts.Count == 0) return [];
        await using var batch = new NpgsqlBatch(connection);
        // A tick that was accepted before (the clock was set back) is not claimed again.
        batch.Add("update workflows.inbox set claimed_by = $1 where id = any($2) and claimed_by is null and consumed_at is null and parked_reason is null returning id")
            .With(host).With(InboxRows.Column(starts, s => s.Id));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetString(0));
        return [.. starts.Where(s => ids.Contains(s.Id)).Select(s => new ClaimedRun(new InstanceId(InboxTarget.Of(s)!), [s]))];
    }

    private static async Task<DateTimeOffset?> NextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select due from workflows.timers where paused_at is null order by due limit 1");
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    private sealed record DueTimer(string Id, DateTimeOffset Due, TriggerTimer? Trigger, string? InstanceId, string? BookmarkId);
}
