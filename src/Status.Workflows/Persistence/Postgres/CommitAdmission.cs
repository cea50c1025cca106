using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// First half of a group commit: locks and moves the rows that decide whether a commit counts (its claims and its revision), before anything else of it is
/// written. What is not admitted contributes nothing.
/// </summary>
internal sealed class CommitAdmission(IReadOnlyList<PendingCommit> pending, string host)
{
    private const string Columns = """
        id, definition_id, definition_version_id, version, commit_id, owner, status, sub_status, name, correlation_id, parent_id,
        incident_count, created_at, updated_at, finished_at, cause, depth, state_version, state, is_system
        """;

    private const string Rows = $"""
        unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::uuid[], $6::text[], $7::smallint[], $8::smallint[], $9::text[], $10::text[],
            $11::text[], $12::int[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::bigint[], $17::int[], $18::int[],
            $19::bytea[], $20::boolean[], $21::bigint[]) as x({Columns}, expected)
        """;

    private const string PlainInsert = $"insert into workflows.instances ({Columns}, revision) select {Columns}, 1 from {Rows}";

    private const string Insert = $"{PlainInsert} on conflict (id) do nothing returning id";

    private const string Update = $"""
        update workflows.instances i set
            definition_id = x.definition_id, definition_version_id = x.definition_version_id, version = x.version, commit_id = x.commit_id,
            owner = x.owner, status = x.status, sub_status = x.sub_status, name = x.name, correlation_id = x.correlation_id,
            incident_count = x.incident_count, updated_at = x.updated_at, finished_at = x.finished_at,
            state_version = x.state_version, state = x.state, revision = x.expected + 1
        from {Rows} where i.id = x.id and i.revision = x.expected returning i.id
        """;

    private const string Claims = """
        select id from workflows.inbox where id = any($1) and claimed_by = $2 and consumed_at is null order by id for update
        """;

    private const string PlainMarks = """
        insert into workflows.inbox (id, kind, cause, depth, not_before, enqueued_at, consumed_at)
        select id, 0, 0, 0, $2, $2, $2 from unnest($1::text[]) as x(id)
        """;

    private const string Marks = $"{PlainMarks} on conflict (id) do nothing returning id";

    private readonly PendingCommit[] _new = [.. pending.Where(p => !p.Commit.LeavesNoInstance && p.Commit.ExpectedRevision == 0)];
    private readonly PendingCommit[] _old = [.. pending.Where(p => !p.Commit.LeavesNoInstance && p.Commit.ExpectedRevision > 0)];
    private readonly PendingCommit[] _marked = [.. pending.Where(p => p.NeedsMark)];
    private readonly string[] _claims = [.. pending.SelectMany(p => p.Commit.InboxConsumed).Distinct()];
    private readonly HashSet<string> _admitted = [];
    private readonly HashSet<string> _held = [];

    /// <summary>Commits that lost an inbox item to another host.</summary>
    public IReadOnlyList<PendingCommit> Lost { get; private set; } = [];

    /// <summary>Commits whose revision or mark was not what they expected; some may be repetitions of what is already stored.</summary>
    public IReadOnlyList<PendingCommit> Unmoved { get; private set; } = [];

    /// <summary>Commits that count.</summary>
    public IReadOnlyList<PendingCommit> Admitted { get; private set; } = [];

    /// <summary>
    /// Whether all are first commits of runs that nobody else can know: then nothing has to be decided first, and the whole batch is one round trip. Should one exist
    /// after all (a repetition), its insert fails and the batch is done again the careful way.
    /// </summary>
    public bool IsPlain => _old.Length == 0 && _claims.Length == 0 && !pending.Any(p => p.Commit.Activation is not null);

    /// <summary>
    /// Opens the transaction and decides whether the start of a lone commit is allowed; decided starts exclude each other until the transaction has ended. A start that has to wait for
    /// another run's end is held back in this transaction, which is then to be committed.
    /// </summary>
    /// <returns><see cref="CommitStatus.Committed"/> when it is; the transaction is open in either case.</returns>
    public static async Task<CommitStatus> MayStartAsync(
        NpgsqlConnection connection, PendingCommit pending, ActivationRule rule, string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("begin");
        batch.Add("select workflows.start_in_turn($1, $2, $3, $4, $5, nullif($6, 0), $7, $8, $9)")
            .With(pending.InstanceId).With((int)rule.Strategy).With(rule.Key).With(rule.DefinitionId).WithText(rule.CorrelationId).With(rule.MostRunning ?? 0)
            .With(pending.Commit.InboxConsumed.ToArray()).With(host).With(now.ToUniversalTime());
        return (int)(await batch.ExecuteScalarAsync(cancellationToken))! switch { 0 => CommitStatus.Committed, 1 => CommitStatus.NotActivated, _ => CommitStatus.AtLimit };
    }

    /// <summary>Adds the inserts of a plain batch; no returned rows, an error when one exists.</summary>
    public void AddPlain(NpgsqlBatch batch, DateTimeOffset now)
    {
        if (_new.Length > 0) WithInstances(batch.Add(PlainInsert), _new);
        if (_marked.Length > 0) batch.Add(PlainMarks).With(_marked.Select(p => p.Mark).ToArray()).With(now.ToUniversalTime());
    }

    public async Task RunAsync(NpgsqlConnection connection, DateTimeOffset now, bool hasBegun, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (!hasBegun) batch.Add("begin");
        var targets = new List<HashSet<string>>();
        if (_claims.Length > 0) Want(batch.Add(Claims).With(_claims).With(host), _held);
        if (_new.Length > 0) Want(WithInstances(batch.Add(Insert), _new), _admitted);
        if (_old.Length > 0) Want(WithInstances(batch.Add(Update), _old), _admitted);
        if (_marked.Length > 0) Want(batch.Add(Marks).With(_marked.Select(p => p.Mark).ToArray()).With(now.ToUniversalTime()), _admitted);
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            foreach (var target in targets)
            {
                while (await reader.ReadAsync(cancellationToken)) target.Add(reader.GetString(0));
                await reader.NextResultAsync(cancellationToken);
            }
        }

        Sort();

        void Want(NpgsqlBatchCommand command, HashSet<string> target)
        {
            _ = command;
            targets.Add(target);
        }
    }

    /// <summary>Which of the unmoved are stored already: their caller repeats a commit whose answer was lost.</summary>
    public async Task<IReadOnlySet<string>> FindRepetitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var stored = Unmoved.Where(p => p.NeedsMark).Select(p => p.InstanceId).ToHashSet();
        var rows = Unmoved.Where(p => !p.NeedsMark).ToArray();
        if (rows.Length == 0) return stored;
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select i.id from workflows.instances i
            join unnest($1::text[], $2::uuid[], $3::bigint[]) as x(id, commit_id, revision)
              on i.id = x.id and i.commit_id = x.commit_id and i.revision = x.revision
            """)
            .With(rows.Select(p => p.InstanceId).ToArray())
            .With(rows.Select(p => p.CommitId).ToArray())
            .With(rows.Select(p => p.NewRevision).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) stored.Add(reader.GetString(0));
        return stored;
    }

    private void Sort()
    {
        bool Moved(PendingCommit p) => p.NeedsMark ? _admitted.Contains(p.Mark) : p.Commit.LeavesNoInstance || _admitted.Contains(p.InstanceId);
        Unmoved = [.. pending.Where(p => !Moved(p))];
        Lost = [.. pending.Where(p => Moved(p) && !p.Commit.InboxConsumed.All(_held.Contains))];
        Admitted = [.. pending.Where(p => Moved(p) && p.Commit.InboxConsumed.All(_held.Contains))];
    }

    private NpgsqlBatchCommand WithInstances(NpgsqlBatchCommand command, PendingCommit[] rows)
    {
        T[] Column<T>(Func<InstanceRecord, T> value) => InboxRows.Column(rows, p => value(p.Commit.Instance));
        return command
            .With(Column(i => i.Id.Value)).With(Column(i => i.DefinitionId)).With(Column(i => i.DefinitionVersionId)).With(Column(i => i.Version))
            .With(InboxRows.Column(rows, p => p.CommitId))
            // A run in the middle of a burst belongs to this host until it waits or ends: so it can be found when the host dies.
            .With(Column(i => i.SubStatus == InstanceSubStatus.Executing ? host : null))
            .With(Column(i => (short)i.Status)).With(Column(i => (short)i.SubStatus))
            .With(Column(i => i.Name)).With(Column(i => i.CorrelationId)).With(Column(i => i.ParentInstanceId)).With(Column(i => i.IncidentCount))
            .With(Column(i => i.CreatedAt.ToUniversalTime())).With(Column(i => i.UpdatedAt.ToUniversalTime()))
            .With(Column(i => i.FinishedAt?.ToUniversalTime()))
            .With(Column(i => i.Cause)).With(Column(i => i.Depth)).With(Column(i => i.StateVersion))
            .With(InboxRows.Column(rows, p => p.State)).With(Column(i => i.IsSystem))
            .With(InboxRows.Column(rows, p => p.Commit.ExpectedRevision));
    }
}
