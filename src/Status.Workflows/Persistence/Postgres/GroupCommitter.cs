using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using Status.Workflows.Diagnostics;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// Shares transactions among the runs that are waiting to commit: one committer per host, one connection, up to <see cref="MaxBatch"/> commits in a transaction. While
/// one transaction is under way the next batch gathers, so the batch grows with the load and a lone run never waits for company.
/// </summary>
internal sealed partial class GroupCommitter : IAsyncDisposable
{
    /// <summary>Most commits in one transaction.</summary>
    public const int MaxBatch = 256;

    private const int MaxRetries = 5;

    private readonly NpgsqlDataSource _dataSource;
    private readonly HostIdentity _host;
    private readonly StoreSignals _signals;
    private readonly FactPartitions _partitions;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<GroupCommitter> _logger;
    private readonly Channel<PendingCommit> _queue = Channel.CreateBounded<PendingCommit>(new BoundedChannelOptions(4 * MaxBatch) { SingleReader = true });
    private readonly Task _loop;
    private NpgsqlConnection? _connection;

    public GroupCommitter(
        NpgsqlDataSource dataSource, HostIdentity host, StoreSignals signals, FactPartitions partitions, TimeProvider timeProvider, ILogger<GroupCommitter> logger)
    {
        (_dataSource, _host, _signals, _partitions, _timeProvider, _logger) = (dataSource, host, signals, partitions, timeProvider, logger);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues a commit and waits until it is decided. Once queued it is not cancelled: its caller must know how it ended.</summary>
    public async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        var pending = new PendingCommit(commit);
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Task;
    }

    /// <summary>Takes no more commits and ends when those that wait are decided.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await CloseConnectionAsync();
    }

    private async Task RunAsync()
    {
        var later = new List<PendingCommit>();
        var ids = new HashSet<string>();
        while (later.Count > 0 || await _queue.Reader.WaitToReadAsync())
        {
            var batch = new List<PendingCommit>();
            ids.Clear();
            var carried = later;
            later = [];
            foreach (var pending in carried) Place(pending);
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var pending)) Place(pending);
            await CommitOrFailAsync(batch);

            // Two commits of one run can not share a statement; the second sees what the first left.
            void Place(PendingCommit pending) => (ids.Add(pending.InstanceId) ? batch : later).Add(pending);
        }
    }

    private async Task CommitOrFailAsync(List<PendingCommit> batch)
    {
        var began = _timeProvider.GetTimestamp();
        try
        {
            // Kept from batch to batch: a connection of the pool would be another one each time, with its session reset and its caches cold.
            _connection ??= await _dataSource.OpenConnectionAsync();
            await CommitAsync(_connection, batch, attempt: 1);
            EngineDiagnostics.Committed(batch.Count, _timeProvider.GetElapsedTime(began));
        }
#pragma warning disable CA1031 // Whatever it was, every caller of the batch must hear of it, and the loop must go on for the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await CloseConnectionAsync();
            EngineDiagnostics.CommitFailed();
            LogBatchFailed(_logger, exception, batch.Count);
            foreach (var pending in batch) pending.Fail(exception);
        }
    }

    private async Task CloseConnectionAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        // Whatever it was in the middle of must not reach the next user of a pooled connection.
        await connection.DisposeAsync();
    }

    private async Task CommitAsync(NpgsqlConnection connection, IReadOnlyList<PendingCommit> batch, int attempt)
    {
        if (batch.Count == 0) return;
        if (batch.Count > 1 && batch.Any(p => p.Commit.Activation is not null))
        {
            // Each decision sees what the one before it has made.
            await CommitAsync(connection, [.. batch.Where(p => p.Commit.Activation is null)], attempt);
            foreach (var start in batch.Where(p => p.Commit.Activation is not null)) await CommitAsync(connection, [start], attempt);
            return;
        }

        CommitEffects? effects = null;
        try
        {
            var decides = batch[0].Commit.Activation;
            if (decides is not null && await CommitAdmission.MayStartAsync(connection, batch[0], decides, _host.Name, _timeProvider.GetUtcNow(), CancellationToken.None) is var decision and not CommitStatus.Committed)
            {
                await EndAsync(connection, decision == CommitStatus.AtLimit ? "commit" : "rollback");
                batch[0].Decline(decision);
                return;
            }

            var admission = new CommitAdmission(batch, _host.Name);
            if (attempt == 1 && admission.IsPlain && await TryPlainAsync(connection, admission, batch)) return;
            await admission.RunAsync(connection, _timeProvider.GetUtcNow(), hasBegun: decides is not null, CancellationToken.None);
            if (admission.Lost.Count > 0)
            {
                // Rare (our lease ended): what they have already moved must not stay, so the batch starts again without them.
                await RollbackAsync(connection);
                foreach (var pending in admission.Lost) pending.Stale();
                await CommitAsync(connection, [.. batch.Except(admission.Lost)], attempt);
                return;
            }

            var repeated = admission.Unmoved.Count == 0 ? null : await admission.FindRepetitionsAsync(connection, CancellationToken.None);
            effects = new CommitEffects(admission.Admitted);
            if (admission.Admitted.Count == 0)
            {
                await RollbackAsync(connection);
            }
            else
            {
                await using var rows = new NpgsqlBatch(connection);
                await FinishAsync(connection, rows, effects, _timeProvider.GetUtcNow(), isTransaction: false);
            }

            foreach (var pending in admission.Unmoved)
                if (repeated!.Contains(pending.InstanceId)) SucceededCommits.Tell([pending]);
                else pending.Stale();
            Announce(admission.Admitted);
        }
        catch (Exception exception) when (IsRefusal(exception, connection))
        {
            await RollbackAsync(connection);
            await AfterRefusalAsync(connection, batch, exception, effects, attempt);
        }
    }

    /// <summary>
    /// The whole batch in one round trip and without words for the begin and the end of a transaction: commands that are sent together are one. <c>false</c> when it has to be done the careful way, and
    /// nothing is stored then.
    /// </summary>
    private async Task<bool> TryPlainAsync(NpgsqlConnection connection, CommitAdmission admission, IReadOnlyList<PendingCommit> batch)
    {
        var effects = new CommitEffects(batch);
        if (effects.HasConditionalFacts) return false;
        var now = _timeProvider.GetUtcNow();
        await using var rows = new NpgsqlBatch(connection);
        admission.AddPlain(rows, now);
        try
        {
            await FinishAsync(connection, rows, effects, now, isTransaction: true);
        }
        catch (Exception exception) when (IsRefusal(exception, connection))
        {
            return false;
        }

        Announce(batch);
        return true;
    }

    private async Task FinishAsync(NpgsqlConnection connection, NpgsqlBatch rows, CommitEffects effects, DateTimeOffset now, bool isTransaction)
    {
        effects.AddRows(rows, now);
        if (effects.HasConditionalFacts)
        {
            await rows.ExecuteNonQueryAsync();
            await using var end = new NpgsqlBatch(connection);
            await EndAsync(end, effects.Facts());
        }
        else
        {
            await EndAsync(rows, effects.Facts());
        }

        async Task EndAsync(NpgsqlBatch batch, List<FactRow> facts)
        {
            batch.AddNotify(effects.Words(facts.Count > 0));
            if (facts.Count > 0) batch.AddFacts(facts, now);
            if (!isTransaction) batch.Add("commit");
            using var span = EngineDiagnostics.BeginCommit();
            var head = await FeedHead.ExecuteAsync(batch, facts.Count > 0);
            if (facts.Count > 0)
            {
                _signals.FactsCommitted(head);
                _partitions.Passed(head);
            }
        }
    }

    private async Task AfterRefusalAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingCommit> batch, Exception exception, CommitEffects? effects, int attempt)
    {
        var fromServer = exception as PostgresException;
        if (fromServer?.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < MaxRetries)
        {
            await CommitAsync(connection, batch, attempt + 1);
        }
        else if (effects?.FindWrite(fromServer?.BatchCommand as NpgsqlBatchCommand) is { } found)
        {
            Refuse(found.Owner, exception, found.Write.Key);
            await CommitAsync(connection, [.. batch.Where(p => p != found.Owner)], attempt);
        }
        else if (batch.Count == 1)
        {
            // Without the name of the command (a constraint that is checked at the end) the only write of a commit is the one to name.
            Refuse(batch[0], exception, effects is not null && batch[0].Commit.Writes is [var only] ? only.Key : null);
        }
        else
        {
            // The command does not tell whose fault it is (a shared statement, or a constraint checked at the end): halve until it does.
            await CommitAsync(connection, [.. batch.Take(batch.Count / 2)], attempt);
            await CommitAsync(connection, [.. batch.Skip(batch.Count / 2)], attempt);
        }
    }

    private void Refuse(PendingCommit pending, Exception exception, string? writeKey)
    {
        var (reason, state) = exception is PostgresException fromServer
            ? (fromServer.MessageText, fromServer.SqlState)
            : ("A name, an id or an event's name holds half of a surrogate pair", PostgresErrorCodes.CharacterNotInRepertoire);
        LogRefused(_logger, pending.InstanceId, writeKey, state, reason);
        pending.Refuse($"{reason} ({state})", writeKey);
    }

    private void Announce(IReadOnlyList<PendingCommit> committed)
    {
        bool inbox = false, timers = false;
        SucceededCommits.Tell(committed);
        foreach (var pending in committed)
        {
            inbox |= pending.Commit.CancelsChildren || pending.Commit.InboxAdded.Count > 0 || pending.Commit.BookmarksCreated.Count > 0 || pending.Commit.InboxConsumed.Count > 0
                || pending.Commit.GivesPlace;
            timers |= pending.Commit.TimersCreated.Count > 0;
            if (pending.Commit.Reply is not null) _signals.ReplyCommitted(pending.Commit.Instance.Id);
            _signals.RunCommitted(pending.Commit.Instance.Id);
        }

        if (inbox) _signals.Inbox.Set();
        if (timers) _signals.Timers.Set();
    }

    private static Task RollbackAsync(NpgsqlConnection connection) => EndAsync(connection, "rollback");

    private static async Task EndAsync(NpgsqlConnection connection, string how)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(how);
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Whether it is a commit that is at fault: the database refuses it, or a text in it cannot be sent (that is found before anything is sent, and no database is asked).</summary>
    private static bool IsRefusal(Exception exception, NpgsqlConnection connection) =>
        connection.FullState == System.Data.ConnectionState.Open && (exception is PostgresException fromServer ? !IsServerTrouble(fromServer) : exception is System.Text.EncoderFallbackException);

    /// <summary>Errors that say nothing about the commit: the server is stopping, out of disk, memory or connections, or was told to stop this.</summary>
    private static bool IsServerTrouble(PostgresException exception) => exception.SqlState[..2] is "08" or "53" or "57" or "58" or "XX";

    [LoggerMessage(EventId = 160, Level = LogLevel.Warning, Message = "Commit of run {InstanceId} was refused at write {WriteKey}: {SqlState} {Reason}")]
    private static partial void LogRefused(ILogger logger, string instanceId, string? writeKey, string sqlState, string reason);

    [LoggerMessage(EventId = 161, Level = LogLevel.Error, Message = "A transaction of {Count} commits did not end; their runs will repeat them")]
    private static partial void LogBatchFailed(ILogger logger, Exception exception, int count);
}
