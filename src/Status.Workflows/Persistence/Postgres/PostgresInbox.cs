using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Accepted work in PostgreSQL.</summary>
internal sealed class PostgresInbox(NpgsqlDataSource dataSource, PostgresHostLeases leases, StoreSignals signals, TimeProvider timeProvider) : IInbox
{
    // Only runs that nobody is claiming at this moment (advisory lock until the end of the transaction). What the run looks like is read by the next
    // statement, whose snapshot is younger than the lock: a claim that was committed in between is seen.
    private const string Lock = """
        select instance_id from (
            select instance_id, min(seq) as first from (
                select instance_id, seq from workflows.inbox
                where claimed_by is null and consumed_at is null and parked_reason is null and instance_id is not null and not held and not_before <= $1
                order by seq limit $2) ready
            group by instance_id) runs
        where pg_try_advisory_xact_lock(hashtextextended(instance_id, 6075990328)) order by first limit $3
        """;

    // A run with a claimed item, or in the middle of a burst, is at work somewhere. What is held with its start goes along when something new has come for the run.
    private const string Claim = $"""
        update workflows.inbox i set claimed_by = $2, ahead = false, held = false
        where i.instance_id = any($1) and i.claimed_by is null and i.consumed_at is null and i.parked_reason is null and i.not_before <= $3
          and not exists (select 1 from workflows.inbox o where o.instance_id = i.instance_id and o.claimed_by is not null and o.consumed_at is null)
          and not exists (select 1 from workflows.instances r where r.id = i.instance_id and r.owner is not null)
        returning seq, exists (select 1 from workflows.instances r where r.id = i.instance_id), {InboxRows.Columns}
        """;

    public async ValueTask<int> EnqueueAsync(IReadOnlyList<InboxItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0) return 0;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var insert = batch.AddInbox(items, timeProvider.GetUtcNow());
        batch.AddNotify(["i"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Inbox.Set();
        return (int)insert.RecordsAffected;
    }

    public async ValueTask<ClaimedRun?> EnqueueClaimedAsync(InboxItem item, string host, CancellationToken cancellationToken)
    {
        await leases.EnsureAsync(host, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            var now = timeProvider.GetUtcNow();
            batch.AddInbox([item], now);
            // As above, but waiting: whoever holds it claims this very run and is done within milliseconds.
            batch.Add("select pg_advisory_xact_lock(hashtextextended($1, 6075990328))").With(item.InstanceId!);
            batch.Add(Claim).With(new[] { item.InstanceId! }).With(host).With(now);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            if (await ReadClaimedAsync(reader, cancellationToken) is [var claimed]) return claimed;
        }

        await using var call = new NpgsqlBatch(connection);
        call.AddNotify(["i"]);
        await call.ExecuteNonQueryAsync(cancellationToken);
        signals.Inbox.Set();
        return null;
    }

    public async ValueTask<bool> EnqueueAsync(InboxItem item, CommitNote note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            var insert = batch.AddInbox([item], timeProvider.GetUtcNow());
            batch.AddNotify(["i"]);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            if (insert.RecordsAffected == 0) return false;
        }

        await FeedTransactions.AppendAsync(connection, [note], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Inbox.Set();
        return true;
    }

    public async ValueTask<(InboxItem Start, DateTimeOffset AcceptedAt)?> FindStartAsync(InstanceId id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select enqueued_at, {InboxRows.Columns} from workflows.inbox where instance_id = $1 and kind = 0 and consumed_at is null limit 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (InboxRows.Read(reader, 1), reader.GetFieldValue<DateTimeOffset>(0)) : null;
    }

    public async ValueTask<int> ExpireAsync(DateTimeOffset acceptedBefore, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            update workflows.inbox set parked_reason = $2
            where instance_id is null and consumed_at is null and parked_reason is null and enqueued_at < $1
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = acceptedBefore.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = InboxTarget.Expired });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<(IReadOnlyList<ParkedItem> Items, long Total)> ListParkedAsync(int skip, int take, CancellationToken cancellationToken)
    {
        const string Where = "from workflows.inbox where parked_reason is not null and consumed_at is null";
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"select count(*) {Where}");
        batch.Add($"select parked_reason, enqueued_at, {InboxRows.Columns} {Where} order by seq desc offset $1 limit $2").With(skip).With(take);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<ParkedItem>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(new ParkedItem(InboxRows.Read(reader, 2), reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)));
        return (items, total);
    }

    public async ValueTask<bool> UnparkAsync(string itemId, CommitNote note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            // A new time of acceptance: it waits for its bookmark as long as a new one would.
            var moved = batch.Add("update workflows.inbox set parked_reason = null, enqueued_at = $2, not_before = $2 where id = $1 and parked_reason is not null and consumed_at is null")
                .With(itemId).With(timeProvider.GetUtcNow());
            batch.Add("select workflows.match_stimuli(array(select stimulus_hash from workflows.inbox where id = $1 and instance_id is null and stimulus_hash is not null))").With(itemId);
            batch.AddNotify(["i"]);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            if (moved.RecordsAffected == 0) return false;
        }

        await FeedTransactions.AppendAsync(connection, [note], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Inbox.Set();
        return true;
    }

    public async ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(string host, int maxRuns, CancellationToken cancellationToken)
    {
        await leases.EnsureAsync(host, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = timeProvider.GetUtcNow();
        var runs = await LockAsync(connection, now, maxRuns, cancellationToken);
        if (runs.Count == 0) return [];
        IReadOnlyList<ClaimedRun> claimed;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add(Claim).With(runs.ToArray()).With(host).With(now);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            claimed = await ReadClaimedAsync(reader, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return claimed;
    }

    private static async Task<IReadOnlyList<ClaimedRun>> ReadClaimedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var items = new List<(long Sequence, bool Exists, InboxItem Item)>();
        while (await reader.ReadAsync(cancellationToken)) items.Add((reader.GetInt64(0), reader.GetBoolean(1), InboxRows.Read(reader, 2)));
        return [.. items.OrderBy(i => i.Sequence).GroupBy(i => i.Item.InstanceId!)
            .Select(run => new ClaimedRun(new InstanceId(run.Key), [.. run.Select(i => i.Item)]) { IsNew = !run.First().Exists })];
    }

    public async ValueTask ReleaseAsync(
        string host, IReadOnlyList<string> itemIds, DateTimeOffset? notBefore, string? parkReason, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            update workflows.inbox set claimed_by = null, not_before = greatest(not_before, $3), parked_reason = $4
            where id = any($1) and claimed_by = $2 and consumed_at is null
            """).With(itemIds.ToArray()).With(host).With((notBefore ?? DateTimeOffset.UnixEpoch).ToUniversalTime()).WithText(parkReason);
        if (notBefore is not null || parkReason is not null)
        {
            batch.AddCallBehind(itemIds, timeProvider.GetUtcNow());
            batch.AddNotify(["i"]);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Inbox.Set();
    }

    public async ValueTask CompleteAsync(string host, IReadOnlyList<string> itemIds, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            update workflows.inbox set consumed_at = $3, payload = null, claimed_by = null
            where id = any($1) and claimed_by = $2 and consumed_at is null
            """).With(itemIds.ToArray()).With(host).With(timeProvider.GetUtcNow());
        batch.AddCallBehind(itemIds, timeProvider.GetUtcNow());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Inbox.Set();
    }

    public async ValueTask AbandonAsync(string host, InstanceId id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("update workflows.inbox set claimed_by = null where instance_id = $1 and claimed_by = $2 and consumed_at is null").With(id.Value).With(host);
        batch.Add($"with free as (update workflows.instances set owner = null where id = $1 and owner = $2 returning id, revision) {PostgresHostLeases.Continue}")
            .With(id.Value).With(host).With(timeProvider.GetUtcNow());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Inbox.Set();
    }

    public async ValueTask<int> TrimAsync(DateTimeOffset consumedBefore, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var items = batch.Add("delete from workflows.inbox where consumed_at < $1").With(consumedBefore.ToUniversalTime());
        batch.Add("delete from workflows.inbox where parked_reason is not null and consumed_at is null and enqueued_at < $1").With(consumedBefore.ToUniversalTime());
        batch.Add("delete from workflows.replies where created_at < $1").With(consumedBefore.ToUniversalTime());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)items.RecordsAffected;
    }

    public async ValueTask<IReadOnlyList<MovingRun>> ListMovingAsync(int take, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select i.instance_id, min(i.definition_id), coalesce(min(r.definition_version_id), min(i.definition_version_id)),
                   bool_and(i.kind <> 0 or i.trigger_activity_id is not null)
            from workflows.inbox i left join workflows.instances r on r.id = i.instance_id
            where i.consumed_at is null and i.instance_id is not null and i.parked_reason is null and i.cause > 0 and i.kind in (0, 1)
            group by i.instance_id order by min(i.seq) limit $1
            """).With(take);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var runs = new List<MovingRun>();
        while (await reader.ReadAsync(cancellationToken)) runs.Add(new MovingRun(new InstanceId(reader.GetString(0)), Text(1), Text(2), reader.GetBoolean(3)));
        return runs;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    public async ValueTask<InboxDepth> GetDepthAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select count(*) filter (where parked_reason is null and claimed_by is null and instance_id is not null and not held and not_before <= $1),
                   count(*) filter (where claimed_by is not null),
                   count(*) filter (where parked_reason is null and claimed_by is null and (instance_id is null or held or not_before > $1)),
                   count(*) filter (where parked_reason is not null)
            from workflows.inbox where consumed_at is null
            """).With(timeProvider.GetUtcNow());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new InboxDepth(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private static async Task<List<string>> LockAsync(NpgsqlConnection connection, DateTimeOffset now, int maxRuns, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Several items may belong to one run, and other hosts hold some: looks at more rows than it takes.
        batch.Add(Lock).With(now).With(maxRuns * 4 + 64).With(maxRuns);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var runs = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) runs.Add(reader.GetString(0));
        return runs;
    }
}
