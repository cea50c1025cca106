using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Feed.Outbox;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Deliveries in PostgreSQL.</summary>
internal sealed class PostgresDeliveryStore(
    NpgsqlDataSource dataSource, PostgresHostLeases leases, StoreSignals signals, FactPartitions partitions, TimeProvider timeProvider) : IDeliveryStore
{
    private const string Insert = """
        insert into workflows.deliveries (key, message_id, receiver, url, method, headers, body, content_type, secret_name, max_attempts, stimulus, cause, depth,
            state, attempts, next_at, created_at)
        values ($1, $2, $3::text, $4::text, $5, $6, $7, $8::text, $9::text, $10, $11::text, $12, $13, 0, 0, $14, $14) on conflict (key) do nothing
        """;

    private const string Claim = """
        update workflows.deliveries set state = 1, claimed_by = $1
        where key = any(array(select key from workflows.deliveries where state = 0 and next_at <= $2 order by next_at limit $3 for update skip locked))
        returning key, message_id, receiver, url, method, headers, body, content_type, secret_name, max_attempts, stimulus, cause, depth, attempts
        """;

    public Write Accept(Delivery delivery, DateTimeOffset now) => new(
        delivery.Key, Insert, delivery.Key, delivery.MessageId, delivery.Receiver, delivery.Url, delivery.Method, HeaderText.Write(delivery.Headers),
        delivery.Body.ToArray(), delivery.ContentType, delivery.SecretName, delivery.MaxAttempts, delivery.StimulusHash, delivery.Cause, delivery.Depth, now);

    public async ValueTask<(IReadOnlyList<Delivery> Due, DateTimeOffset? NextAt)> ClaimAsync(string host, int max, CancellationToken cancellationToken)
    {
        await leases.EnsureAsync(host, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Claim).With(host).With(timeProvider.GetUtcNow()).With(max);
        batch.Add("select next_at from workflows.deliveries where state = 0 order by next_at limit 1");
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var due = new List<Delivery>();
        while (await reader.ReadAsync(cancellationToken)) due.Add(Read(reader));
        await reader.NextResultAsync(cancellationToken);
        DateTimeOffset? next = await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
        return (due, next);
    }

    public async ValueTask<bool> RecordAsync(string host, DeliveryResult result, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            var moved = AddMove(batch, host, result, now);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            if (moved.RecordsAffected == 0) return false;
        }

        long head;
        await using (var batch = new NpgsqlBatch(connection))
        {
            AddAttempt(batch, result);
            if (result.Stimulus is { } stimulus) batch.AddInbox([stimulus], now);
            batch.AddNotify(result.Verdict == DeliveryVerdict.Again ? ["o"] : ["f", "i"]);
            if (result.Fact is { } fact) batch.AddFacts([new FactRow(fact, result.Delivery.Cause, result.Delivery.Depth + 1, null)], now);
            head = await FeedHead.ExecuteAsync(batch, result.Fact is not null, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        Announce(result, head);
        return true;
    }

    public async ValueTask<bool> RetryAsync(string key, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var moved = batch.Add("update workflows.deliveries set state = 0, attempts = 0, next_at = $2, finished_at = null where key = $1 and state = 3")
            .With(key).With(timeProvider.GetUtcNow());
        // Attempts are counted from one again; what was recorded of the first row of attempts makes room.
        batch.Add("delete from workflows.delivery_attempts where key = $1 and exists (select 1 from workflows.deliveries where key = $1 and state = 0)").With(key);
        batch.AddNotify(["o"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        signals.Deliveries.Set();
        return moved.RecordsAffected > 0;
    }

    public async ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select count(*) filter (where state in (0, 1)), count(*) filter (where state = 3) from workflows.deliveries where state <> 2");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DeliveryCounts(reader.GetInt64(0), reader.GetInt64(1));
    }

    private static NpgsqlBatchCommand AddMove(NpgsqlBatch batch, string host, DeliveryResult result, DateTimeOffset now) =>
        batch.Add("""
            update workflows.deliveries set state = $3, claimed_by = null, attempts = attempts + 1, next_at = coalesce($4, next_at),
                last_status = $5, last_error = $6, finished_at = case when $3 >= 2 then $7 end
            where key = $1 and claimed_by = $2 and state = 1
            """)
            .With(result.Delivery.Key).With(host)
            .With(result.Verdict switch { DeliveryVerdict.Again => (short)0, DeliveryVerdict.Succeeded => (short)2, _ => (short)3 })
            .With(result.NextAt?.ToUniversalTime()).With(result.StatusCode).WithText(result.Error).With(now);

    private static void AddAttempt(NpgsqlBatch batch, DeliveryResult result) =>
        batch.Add("""
            insert into workflows.delivery_attempts (key, attempt, at, duration_ms, status_code, error) values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """)
            .With(result.Delivery.Key).With(result.Delivery.Attempts + 1).With(result.StartedAt.ToUniversalTime())
            .With((int)Math.Min(result.Duration.TotalMilliseconds, int.MaxValue)).With(result.StatusCode).WithText(result.Error);

    private static Delivery Read(NpgsqlDataReader reader) => new()
    {
        Key = reader.GetString(0),
        MessageId = reader.GetString(1),
        Receiver = InboxRows.Text(reader, 2),
        Url = InboxRows.Text(reader, 3),
        Method = reader.GetString(4),
        Headers = HeaderText.Read(reader.GetString(5)),
        Body = reader.GetFieldValue<byte[]>(6),
        ContentType = InboxRows.Text(reader, 7),
        SecretName = InboxRows.Text(reader, 8),
        MaxAttempts = reader.GetInt32(9),
        StimulusHash = InboxRows.Text(reader, 10),
        Cause = reader.GetInt64(11),
        Depth = reader.GetInt32(12),
        Attempts = reader.GetInt32(13),
    };

    private void Announce(DeliveryResult result, long head)
    {
        if (result.Fact is not null)
        {
            signals.FactsCommitted(head);
            partitions.Passed(head);
        }

        if (result.Stimulus is not null) signals.Inbox.Set();
        if (result.Verdict == DeliveryVerdict.Again) signals.Deliveries.Set();
    }
}
