using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Feed;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>The feed in PostgreSQL.</summary>
internal sealed class PostgresFeed(NpgsqlDataSource dataSource, PostgresHostLeases leases, StoreSignals signals, FactPartitions partitions, TimeProvider timeProvider) : IFeed
{
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(1);

    public async ValueTask<IReadOnlyList<Fact>> ReadAsync(long after, int take, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {FactRows.Columns} from workflows.facts where position > $1 order by position limit $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = take });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var facts = new List<Fact>();
        while (await reader.ReadAsync(cancellationToken)) facts.Add(FactRows.Read(reader));
        return facts;
    }

    public async ValueTask<long> GetHeadAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select last from workflows.feed_head");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask<long> AppendAsync(IReadOnlyList<FactDraft> facts, CancellationToken cancellationToken)
    {
        if (facts.Count == 0) return await GetHeadAsync(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.AddNotify(["f"]);
        batch.AddFacts([.. facts.Select(f => new FactRow(f, 0, 0, null))], timeProvider.GetUtcNow());
        var head = await FeedHead.ExecuteAsync(batch, hasFacts: true, cancellationToken);
        Announce(head);
        return head;
    }

    public async ValueTask<long> AppendAsync(IReadOnlyList<CommitNote> notes, CancellationToken cancellationToken)
    {
        if (notes.Count == 0) return await GetHeadAsync(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var head = await FeedTransactions.AppendAsync(connection, notes, timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(head);
        return head;
    }

    public async ValueTask<long?> AcquireCursorAsync(string follower, string host, CancellationToken cancellationToken)
    {
        await leases.EnsureAsync(host, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("insert into workflows.cursors (name, position) values ($1, 0) on conflict (name) do nothing").With(follower);
        batch.Add("""
            update workflows.cursors set host = $2
            where name = $1 and (host is null or host = $2 or not workflows.host_is_alive(host)) returning position
            """).With(follower).With(host);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : null;
    }

    public async ValueTask<bool> AdvanceAsync(FollowerCommit commit, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var moved = batch.Add("update workflows.cursors set position = $4 where name = $1 and host = $2 and position = $3")
            .With(commit.Follower).With(commit.Host).With(commit.From).With(commit.To);
        var writes = commit.Effect.Writes.Select(write => (Write: write, Command: batch.Add(write))).ToArray();
        if (commit.Effect.Inbox.Count > 0) batch.AddInbox(commit.Effect.Inbox, now);
        AddParked(batch, commit, now);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        if (moved.RecordsAffected == 0 || writes.Any(w => commit.Effect.MustApply.Contains(w.Write.Key) && !w.Command.Applied())) return false;

        var facts = FollowerFacts.Of(commit.Effect, writes.Where(w => w.Command.Applied()).Select(w => w.Write));
        var head = await EndAsync(connection, transaction, commit, facts, now, cancellationToken);
        if (facts.Count > 0) Announce(head);
        if (commit.Effect.Inbox.Count > 0) signals.Inbox.Set();
        return true;
    }

    public async ValueTask<IReadOnlyList<CursorStatus>> GetCursorsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            select name, position, host, (select count(*) from workflows.parked_facts p where p.follower = c.name) from workflows.cursors c order by name
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var cursors = new List<CursorStatus>();
        while (await reader.ReadAsync(cancellationToken))
            cursors.Add(new CursorStatus(reader.GetString(0), reader.GetInt64(1), InboxRows.Text(reader, 2), reader.GetInt64(3)));
        return cursors;
    }

    public async ValueTask<IReadOnlyList<ParkedFact>> GetParkedAsync(string follower, int take, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select position, type, reason, parked_at from workflows.parked_facts where follower = $1 order by position desc limit $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = follower });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = take });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var parked = new List<ParkedFact>();
        while (await reader.ReadAsync(cancellationToken))
            parked.Add(new ParkedFact(follower, reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return parked;
    }

    public async ValueTask<int> TrimAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) =>
        await partitions.DropAsync(await GetHeadAsync(cancellationToken), olderThan, cancellationToken);

    public async ValueTask WaitAsync(long after, CancellationToken cancellationToken)
    {
        var next = signals.Facts.Next;
        if (signals.KnownHead <= after) await Pulse.WaitAsync(next, _poll, timeProvider, cancellationToken);
    }

    private static async Task<long> EndAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, FollowerCommit commit, List<FactRow> facts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long head = 0;
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            var words = new List<string>();
            if (facts.Count > 0) words.Add("f");
            if (commit.Effect.Inbox.Count > 0) words.Add("i");
            batch.AddNotify(words);
            if (facts.Count > 0) batch.AddFacts(facts, now);
            if (batch.BatchCommands.Count > 0) head = await FeedHead.ExecuteAsync(batch, facts.Count > 0, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return head;
    }

    private static void AddParked(NpgsqlBatch batch, FollowerCommit commit, DateTimeOffset now)
    {
        var parked = commit.Parked.Concat(commit.Effect.Parked).ToArray();
        if (parked.Length == 0) return;
        batch.Add("""
            insert into workflows.parked_facts (follower, position, type, reason, parked_at)
            select $1, position, type, reason, $5 from unnest($2::bigint[], $3::text[], $4::text[]) as x(position, type, reason) on conflict do nothing
            """)
            .With(commit.Follower).With(InboxRows.Column(parked, p => p.Fact.Position))
            .With(InboxRows.Column(parked, p => p.Fact.Type)).With(InboxRows.Column(parked, p => p.Reason)).With(now.ToUniversalTime());
    }

    private void Announce(long head)
    {
        signals.FactsCommitted(head);
        partitions.Passed(head);
    }
}
