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
            select id from workflows.timers where due <= $3 and paused_at is null and (due <= $1 or kind = 0 and schedule_kind <> 2) order by due limit $2 for update skip locked))
        order by due
        """;

    public async ValueTask<TimerSweep> FireDueAsync(DateTimeOffset now, int max, string? claimFor, TimeSpan ahead, CancellationToken cancellationToken)
    {
        if (claimFor is not null) await leases.EnsureAsync(claimFor, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var horizon = claimFor is null ? now : now + ahead;
        var due = await TakeAsync(connection, now, horizon, max, cancellationToken);
        var (problems, claimed) = due.Count > 0 ? await FireAsync(connection, due, now, horizon, claimFor, cancellationToken) : ([], []);
        var (next, nextAhead) = await NextAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (due.Any(t => t.Due <= now)) signals.Inbox.Set();
        return new TimerSweep(due.Count, next)
        {
            Problems = problems,
            Claimed = [.. claimed.Where(c => !AheadTicks.IsAhead(c, now))],
            Held = [.. claimed.Where(c => AheadTicks.IsAhead(c, now))],
            NextAhead = nextAhead,
        };
    }

    public async ValueTask<IReadOnlyList<ClaimedRun>> BeginAsync(string host, IReadOnlyList<ClaimedRun> ticks, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await AheadTicks.BeginAsync(connection, host, ticks, cancellationToken);
    }

    public async ValueTask GiveBackAsync(string host, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        AheadTicks.AddGiveBack(batch, host);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Timers.Set();
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
        if (before.PausedAt is null && pausedBy is not null)
        {
            // Ticks that have begun go on; those that are only claimed go back, so that the schedule stands where it would without them.
            await using var giveBack = new NpgsqlBatch(connection);
            AheadTicks.AddGiveBack(giveBack, before, time.GetUtcNow());
            if (await giveBack.ExecuteNonQueryAsync(cancellationToken) > 0) before = (await LockAsync(connection, definitionId, activityId, cancellationToken))!;
        }

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
        signals.Inbox.Set();
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

    private static async Task<List<DueTimer>> TakeAsync(NpgsqlConnection connection, DateTimeOffset now, DateTimeOffset horizon, int max, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Due).With(now.ToUniversalTime()).With(max).With(horizon.ToUniversalTime());
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
        NpgsqlConnection connection, List<DueTimer> due, DateTimeOffset now, DateTimeOffset horizon, string? claimFor, CancellationToken cancellationToken)
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

            var (ticks, next, problem, missed) = timer.Due > now ? calculator.FireAhead(timer.Trigger, horizon) : calculator.Fire(timer.Trigger, now);
            if (problem is not null) problems.Add(problem);
            items.AddRange(ticks.Select(tick => TimerTicks.Start(timer.Trigger, tick) with { NotBefore = tick > now ? tick : null }));
            if (next is null) gone.Add(timer.Id);
            else moved.Add((timer.Id, next.Value.ToUniversalTime(), ticks.Count > 0 ? ticks[^1].ToUniversalTime() : null, missed));
        }

        await using var batch = new NpgsqlBatch(connection);
        if (items.Count > 0) batch.AddInbox(items, now);
        if (gone.Count > 0) batch.Add("delete from workflows.timers where id = any($1)").With(gone.ToArray());
        if (moved.Count > 0)
        {
            batch.Add("""
                update workflows.timers t set due = x.due, last_tick_at = coalesce(x.tick, t.last_tick_at), missed = t.missed + x.missed,
                    last_begun_at = case when t.last_tick_at > $5 then t.last_begun_at else t.last_tick_at end
                from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[]) as x(id, due, tick, missed) where t.id = x.id
                """)
                .With(InboxRows.Column(moved, m => m.Id)).With(InboxRows.Column(moved, m => m.Due)).With(InboxRows.Column(moved, m => m.Tick)).With(InboxRows.Column(moved, m => m.Missed)).With(now.ToUniversalTime());
        }

        // What this host has claimed concerns no other one.
        if (claimFor is null || items.Any(i => i.Kind != InboxItemKind.Start)) batch.AddNotify(["i"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (problems, claimFor is null ? [] : await AheadTicks.ClaimAsync(connection, [.. items.Where(i => i.Kind == InboxItemKind.Start)], claimFor, now, cancellationToken));
    }

    /// <summary>The earliest due time of all, and of those that can be claimed ahead.</summary>
    private static async Task<(DateTimeOffset? Due, DateTimeOffset? Ahead)> NextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select (select due from workflows.timers where paused_at is null order by due limit 1),
                (select due from workflows.timers where kind = 0 and schedule_kind <> 2 and paused_at is null order by due limit 1)
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }

    private sealed record DueTimer(string Id, DateTimeOffset Due, TriggerTimer? Trigger, string? InstanceId, string? BookmarkId);
}
