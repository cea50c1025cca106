using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <content>Making commits, at the end of a burst and in the middle of one.</content>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing that would have to be released.")]
internal sealed partial class Run
{
    /// <summary>Version of the layout of the stored state.</summary>
    public const int StateVersion = 1;

    private RunCommit? _snapshot;
    private DateTimeOffset _committedAt;
    private SemaphoreSlim? _turn;
    private bool _isDone;

    private TaskCompletionSource<HttpReply>? _answered;

    /// <summary>Where the run is committed in the middle of a burst; set by the engine.</summary>
    public IRunStore? Store { get; set; }

    /// <summary>Whether the burst has ended and its last commit is under way, or done.</summary>
    public bool IsDone => _isDone;

    /// <summary>Completes when the answer has been committed while the burst goes on.</summary>
    public Task<HttpReply> Answered => AnsweredSource.Task;

    private TaskCompletionSource<HttpReply> AnsweredSource
    {
        get
        {
            // The burst and its caller may ask for it at the same time.
            if (_answered is null) Interlocked.CompareExchange(ref _answered, new TaskCompletionSource<HttpReply>(TaskCreationOptions.RunContinuationsAsynchronously), null);
            return _answered;
        }
    }

    /// <summary>Lets <see cref="AcceptAsync"/> and the burst's own commits take turns.</summary>
    public void MayBeAccepted() => _turn = new SemaphoreSlim(1);

    /// <summary>Commits the run as it was before it did anything, unless the burst has committed already.</summary>
    /// <param name="beginning">The commit of a run that has just been started.</param>
    /// <returns>Whether that is what is stored now.</returns>
    public async ValueTask<bool> AcceptAsync(RunCommit beginning)
    {
        await _turn!.WaitAsync();
        try
        {
            if (IsActivated) return !_isDone;
            if (Revision != 0 || _isDone) return false;
            var outcome = await Store!.CommitAsync(beginning, CancellationToken.None);
            Revision = outcome.Status == CommitStatus.Committed ? outcome.Revision : 0;
            return outcome.Status == CommitStatus.Committed;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the run is stored since before it did anything, because it may not start beside others.</summary>
    public bool IsActivated { get; private set; }

    /// <summary>Stores the run before it does anything, if it may start; a start that is not allowed has then done nothing.</summary>
    public async ValueTask<CommitOutcome> ActivateAsync()
    {
        var commit = BuildCommit();
        var outcome = await StoreAsync(commit);
        if (outcome.Status != CommitStatus.Committed) return outcome;
        Revision = outcome.Revision;
        IsActivated = true;
        NoteCommit();
        Forget(commit);
        return outcome;
    }

    /// <summary>Commits the end of the burst.</summary>
    /// <param name="answersDirectly">Whether the caller gets the answer from this process.</param>
    /// <returns>How it ended; <c>null</c> when there is nothing to store.</returns>
    public async ValueTask<CommitOutcome?> CommitLastAsync(bool answersDirectly)
    {
        if (_turn is not null) await _turn.WaitAsync();
        try
        {
            _isDone = true;
            // Nobody could ask for it again: the caller has it, and without a key of its own knows no name for the run. The journal is to hold everything, though.
            var keepsReply = !answersDirectly || Revision > 0 || MustBeStored || Mode == PersistenceMode.Journalled;
            if (LeavesNothing(keepsReply)) return null;
            return await StoreAsync(BuildCommit(keepsReply) with { IsAwaitedByCaller = answersDirectly && HasEnded });
        }
        finally
        {
            _turn?.Release();
        }
    }

    /// <summary>Whether nothing at all has to be stored.</summary>
    private bool LeavesNothing(bool keepsReply) =>
        Mode == PersistenceMode.Off && Revision == 0 && HasEnded && !HasEffects && ReplyTo is null && (!keepsReply || _reply is null);

    private bool ReplyIsDue => _reply is not null && Store is not null && !HoldsCommits;

    /// <summary>
    /// Whether nothing is committed for now: the stimulus that is being taken in resumes another place of the run too, and a commit in between would consume it before it has.
    /// </summary>
    public bool HoldsCommits { get; set; }

    /// <summary>Builds the commit of everything since the last one.</summary>
    public RunCommit BuildCommit(bool keepsReply = true)
    {
        var mode = Mode;
        var ended = HasEnded;
        if (ReplyTo is { } parent && (ended || (parent.AtRest && SubStatus == InstanceSubStatus.Suspended)))
        {
            Enqueue(ChildResult.ForParent(this));
            if (!ended) ReplyTo = null;
        }

        var leavesNothing = mode == PersistenceMode.Off && ended && Revision == 0 && (!keepsReply || _reply is null);
        return new RunCommit
        {
            Instance = MakeRecord(leavesNothing),
            ExpectedRevision = Revision,
            Mode = mode,
            BookmarksCreated = NewBookmarks(),
            BookmarksBurned = _burned is null ? [] : [.. _burned],
            TimersCreated = NewTimers(),
            Journal = Journal?.MakePages() ?? [],
            Writes = _writes is null ? [] : [.. _writes],
            Facts = _facts is null ? [] : [.. _facts],
            InboxConsumed = [.. _consumed],
            InboxAdded = _added is null ? [] : [.. _added],
            Reply = keepsReply ? _reply : null,
            // What has ended before it was stored (cancelled, or refused) stands beside nobody.
            Activation = Revision == 0 && !ended ? Activation : null,
            GivesPlace = ended && Plan.MostRunning is not null,
            CancelsChildren = SubStatus == InstanceSubStatus.Cancelled,
        };
    }

    /// <summary>A run like this one before it did anything.</summary>
    public Run Again(RunEnvironment environment)
    {
        var run = new Run(Plan, InstanceId, environment, CancellationToken.None)
        {
            CorrelationId = CorrelationId,
            ParentInstanceId = ParentInstanceId,
            ReplyTo = ReplyTo,
            Activation = Activation,
            Input = Input,
            Cause = Cause,
            Depth = Depth,
            CreatedAt = CreatedAt,
        };
        run.MoveTo(InstanceSubStatus.Executing);
        return run;
    }

    /// <summary>Takes over the inbox items of a burst that could not be committed; what was to resume the run is kept for its retry.</summary>
    public void TakeConsumed(Run other)
    {
        _consumed = [.. other._consumed];
        foreach (var item in other.Taken.Where(i => i.Kind == InboxItemKind.Resume)) Keep(item);
    }

    /// <summary>Ends the run as faulted, with an incident at a node.</summary>
    public void FaultAt(PlanNode? node, string message)
    {
        _incidents.Add(new Incident(node?.Id ?? "", node?.NodeId ?? "Workflow1", node?.Definition.Type ?? "Elsa.Workflow", message, typeof(InvalidOperationException).FullName!, TimeProvider.GetUtcNow()));
        Finish(InstanceSubStatus.Faulted);
    }

    private InstanceRecord MakeRecord(bool withoutState)
    {
        var now = TimeProvider.GetUtcNow();
        return new InstanceRecord
        {
            Id = new InstanceId(InstanceId),
            DefinitionId = Plan.Definition.DefinitionId,
            DefinitionVersionId = Plan.Definition.Id,
            Version = Plan.Definition.Version,
            Status = InstanceTransitions.StatusOf(SubStatus),
            SubStatus = SubStatus,
            Name = Name,
            CorrelationId = CorrelationId,
            ParentInstanceId = ParentInstanceId,
            IncidentCount = Incidents.Count,
            IsSystem = Plan.Definition.IsSystem,
            CreatedAt = CreatedAt,
            UpdatedAt = now,
            FinishedAt = HasEnded ? FinishedAt ?? now : null,
            Cause = Cause,
            Depth = Depth,
            StateVersion = StateVersion,
            State = withoutState ? ReadOnlyMemory<byte>.Empty : WriteState(),
        };
    }

    private byte[] WriteState()
    {
        try
        {
            return RunStateWriter.Write(this, _queue.Items());
        }
        catch (JsonException e)
        {
            throw CannotBeStored(Executing, e);
        }
    }

    /// <summary>What ends a burst that has left a value which no store can hold, one that holds itself for example; the run faults at the activity.</summary>
    public BurstAbandonedException CannotBeStored(PlanNode? node, JsonException why)
    {
        Unstorable = (node, $"This activity leaves a value that cannot be stored. {why.Message}");
        return new BurstAbandonedException(new CommitOutcome(CommitStatus.Refused, Revision, Unstorable.Value.Message));
    }

    /// <summary>Where the burst has left a value that cannot be stored, and why; else <c>null</c>.</summary>
    public (PlanNode? Node, string Message)? Unstorable { get; private set; }

    private List<Bookmark> NewBookmarks()
    {
        List<Bookmark> made = _bookmarks is null ? [] : [.. _bookmarks.Where(b => b.IsToStore).Select(b => b.Bookmark)];
        if (_dormant is not null) made.AddRange(_dormant.Where(b => b is { IsStored: false, IsTaken: false }).Select(b => b.Bookmark));
        return made;
    }

    private List<BookmarkTimer> NewTimers() =>
        _bookmarks is null ? [] : [.. _bookmarks.Where(b => b is { IsToStore: true, Due: not null }).Select(b => new BookmarkTimer(b.Bookmark.Id, b.Due!.Value))];

    /// <summary>
    /// Keeps the run as it stands between two activities, for the case that the next one does not complete synchronously. The stored row says that the run is executing: when this
    /// host dies, the next one goes on from there.
    /// </summary>
    private void TakeSnapshot() => _snapshot = BuildCommit();

    private async ValueTask CommitSnapshotAsync()
    {
        var commit = _snapshot!;
        _snapshot = null;
        var reply = _reply!;
        _reply = null;
        await CommitInTurnAsync(commit);
        Forget(commit);
        AnsweredSource.TrySetResult(reply);
    }

    /// <summary>Commits the run as it stands between two activities, because its commit strategy asks for it.</summary>
    private async ValueTask CommitNowAsync()
    {
        if (Store is null || Mode == PersistenceMode.Off || HoldsCommits) return;
        _snapshot = null;
        var commit = BuildCommit();
        var reply = _reply;
        _reply = null;
        await CommitInTurnAsync(commit);
        Forget(commit);
        if (reply is not null) AnsweredSource.TrySetResult(reply);
    }

    private ValueTask CommitAfterAsync(CommitPoints points)
    {
        if ((points & CommitPoints.After) != CommitPoints.None) return CommitNowAsync();
        return TimeProvider.GetUtcNow() - _committedAt < CommitStrategies.Period ? default : CommitNowAsync();
    }

    /// <summary>The period of the periodic strategy begins with a burst, since what was before it is stored, and with each commit.</summary>
    private void NoteCommit()
    {
        if (Plan.CommitsInside) _committedAt = TimeProvider.GetUtcNow();
    }

    /// <summary>
    /// Accepted work outlasts an outage: the same commit is repeated until the store answers, since running the burst again would repeat its effects on other systems. A run that
    /// nobody has accepted yet fails at once, and its caller is told.
    /// </summary>
    private ValueTask<CommitOutcome> StoreAsync(RunCommit commit) =>
        _consumed.Count > 0 || Revision > 0 ? Outage.OutlastAsync(() => Store!.CommitAsync(commit, CancellationToken.None), Environment, CancellationToken) : Store!.CommitAsync(commit, CancellationToken.None);

    private async ValueTask CommitInTurnAsync(RunCommit commit)
    {
        if (_turn is not null) await _turn.WaitAsync();
        try
        {
            var outcome = await StoreAsync(commit with { ExpectedRevision = Revision });
            if (outcome.Status != CommitStatus.Committed) throw new BurstAbandonedException(outcome);
            Revision = outcome.Revision;
            NoteCommit();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // It is the store that failed, not the activity that happens to be under way.
            throw new CommitFailedException(e);
        }
        finally
        {
            _turn?.Release();
        }
    }

    /// <summary>Takes what a commit has stored out of what the next one stores.</summary>
    private void Forget(RunCommit commit)
    {
        Trim(_facts, commit.Facts.Count);
        Trim(_writes, commit.Writes.Count);
        Trim(_burned, commit.BookmarksBurned.Count);
        Trim(_added, commit.InboxAdded.Count);
        _consumed = [];
        _taken = null;
        Journal?.Forget(commit.Journal);
        foreach (var stored in commit.BookmarksCreated)
        {
            var bookmark = _bookmarks?.Find(b => b.Bookmark.Id == stored.Id);
            // One that the activity under way has burned meanwhile is in the store now and must go with the next commit.
            if (bookmark is null) (_burned ??= []).Add(stored.Id);
            else (bookmark.IsStored, bookmark.IsWoken) = (true, false);
        }
    }

    private static void Trim<T>(List<T>? list, int count)
    {
        if (count > 0) list!.RemoveRange(0, count);
    }
}
