using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// Ticks that a host has claimed before their time. The row of the inbox is there and claimed, its schedule has moved on, and <c>ahead</c> says that it has not been begun: until then it can go back to its
/// schedule, and the missed-fire policy decides what becomes of it.
/// </summary>
internal static class AheadTicks
{
    /// <summary>Hosts that no longer live.</summary>
    private const string Dead = "claimed_by not in (select name from workflows.hosts where lease_until > clock_timestamp())";

    // The few rows that are claimed are found by their index; an index with "ahead" in it would make every begin write to all the others.
    private const string Held = "ahead and claimed_by is not null and consumed_at is null";

    /// <summary>Whether a claim is for later.</summary>
    public static bool IsAhead(ClaimedRun run, DateTimeOffset now) => run.Items[0].NotBefore > now;

    /// <summary>Claims starts made in this transaction: nobody else sees them yet, and nobody works on runs that are to come.</summary>
    public static async Task<IReadOnlyList<ClaimedRun>> ClaimAsync(
        NpgsqlConnection connection, IReadOnlyList<InboxItem> starts, string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (starts.Count == 0) return [];
        await using var batch = new NpgsqlBatch(connection);
        // A tick that was accepted before (the clock was set back) is not claimed again.
        batch.Add("""
            update workflows.inbox i set claimed_by = $1, ahead = not_before > $3
            where id = any($2) and claimed_by is null and consumed_at is null and parked_reason is null
            returning id, exists (select 1 from workflows.instances r where r.id = i.instance_id)
            """).With(host).With(InboxRows.Column(starts, s => s.Id)).With(now.ToUniversalTime());
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) known.Add(reader.GetString(0), reader.GetBoolean(1));
        return [.. starts.Where(s => known.ContainsKey(s.Id)).Select(s => new ClaimedRun(new InstanceId(InboxTarget.Of(s)!), [s]) { IsNew = !known[s.Id] })];
    }

    /// <summary>Marks ticks as begun and returns those that could be.</summary>
    public static async Task<IReadOnlyList<ClaimedRun>> BeginAsync(NpgsqlConnection connection, string host, IReadOnlyList<ClaimedRun> ticks, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // The mark needs no disk: should it be lost with the server, the tick is as good as not begun, and its run's commit still decides.
        batch.Add("select set_config('synchronous_commit', 'off', true)");
        batch.Add($"update workflows.inbox set ahead = false where id = any($1) and claimed_by = $2 and {Held} returning id").With(InboxRows.Column(ticks, t => t.Items[0].Id)).With(host);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) begun.Add(reader.GetString(0));
        return [.. ticks.Where(t => begun.Remove(t.Items[0].Id))];
    }

    /// <summary>Gives what dead hosts have not begun back to its schedules.</summary>
    public static NpgsqlBatchCommand AddGiveBackOfTheDead(NpgsqlBatch batch)
    {
        batch.Add(Lock(Dead));
        return batch.Add(Return(Dead));
    }

    /// <summary>Gives what one host has not begun back to its schedules.</summary>
    public static void AddGiveBack(NpgsqlBatch batch, string host)
    {
        batch.Add(Lock("claimed_by = $1")).With(host);
        batch.Add(Return("claimed_by = $1")).With(host);
    }

    /// <summary>
    /// Gives what nobody has begun of one schedule back to it; its row is locked already. A tick whose time has come belongs to the time before: it is left to whoever takes it, since the host
    /// that claimed it may be dead.
    /// </summary>
    public static void AddGiveBack(NpgsqlBatch batch, TriggerTimer timer, DateTimeOffset now)
    {
        batch.Add($"update workflows.inbox set ahead = false, claimed_by = null where {Held} and definition_id = $1 and trigger_activity_id = $2 and not_before <= $3")
            .With(timer.DefinitionId).With(timer.ActivityId).With(now.ToUniversalTime());
        batch.Add(Return("definition_id = $1 and trigger_activity_id = $2")).With(timer.DefinitionId).With(timer.ActivityId);
    }

    /// <summary>Forgets what nobody has begun of a definition's schedules that are gone or not as given (ids, schedules, kinds and zones).</summary>
    public static void AddForget(NpgsqlBatch batch, string definitionId, IReadOnlyList<TriggerTimer> timers) =>
        batch.Add($"""
            delete from workflows.inbox i where {Held} and definition_id = $1 and not exists (
                select 1 from workflows.timers t join unnest($2::text[], $3::text[], $4::smallint[], $5::text[]) as x(id, schedule, schedule_kind, time_zone) on x.id = t.id
                where t.kind = 0 and t.definition_id = $1 and t.activity_id = i.trigger_activity_id
                  and (t.schedule, t.schedule_kind, t.time_zone) = (x.schedule, x.schedule_kind, x.time_zone))
            """)
            .With(definitionId).With(InboxRows.Column(timers, TimerTicks.IdOf)).With(InboxRows.Column(timers, t => t.Schedule))
            .With(InboxRows.Column(timers, t => (short)t.Kind)).With(InboxRows.Column(timers, t => t.TimeZone));

    // Schedules before their ticks, as everyone locks them.
    private static string Lock(string whose) => $"""
        select id from workflows.timers where kind = 0 and (definition_id, activity_id) in (
            select definition_id, trigger_activity_id from workflows.inbox where {Held} and {whose})
        order by id for update
        """;

    private static string Return(string whose) => $"""
        with gone as (delete from workflows.inbox where {Held} and {whose} returning definition_id, trigger_activity_id, not_before),
            back as (select definition_id, trigger_activity_id, min(not_before) as due from gone group by 1, 2)
        update workflows.timers t set due = least(t.due, back.due), last_tick_at = case when t.last_tick_at >= back.due then t.last_begun_at else t.last_tick_at end
        from back where t.kind = 0 and t.definition_id = back.definition_id and t.activity_id = back.trigger_activity_id
        """;
}
