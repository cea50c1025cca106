namespace Status.Workflows.Execution;

/// <summary>Keeps runs. Adapters: PostgreSQL (group commit) and memory.</summary>
public interface IRunStore
{
    /// <summary>
    /// Commits a burst; returns once it is durable. Never throws for a stale or refused commit. Throws when the database cannot be
    /// reached: then nothing is known to be stored and the caller may repeat the same commit.
    /// </summary>
    ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken);

    /// <summary>The run as last committed; <c>null</c> when there is none.</summary>
    ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken);

    /// <summary>Open bookmarks of a run.</summary>
    ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken);

    /// <summary>Open bookmarks with a hash, at most <paramref name="take"/>; with a correlation id only those with the same or none.</summary>
    ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken);

    /// <summary>The answer that the run has committed; <c>null</c> while there is none.</summary>
    ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken);

    /// <summary>Number of lines in the journal of a run.</summary>
    async ValueTask<long> CountJournalAsync(InstanceId id, CancellationToken cancellationToken)
    {
        var pages = await LoadJournalAsync(id, 0, int.MaxValue, cancellationToken);
        return pages.Count == 0 ? 0 : pages.Max(p => p.FirstSequence + p.Count);
    }

    /// <summary>Journal pages of a run in order of sequence.</summary>
    ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken);
}

/// <summary>Accepted work. Adapters: PostgreSQL and memory.</summary>
public interface IInbox
{
    /// <summary>Stores items durably; returns how many were new (an id that was seen before is ignored).</summary>
    ValueTask<int> EnqueueAsync(IReadOnlyList<InboxItem> items, CancellationToken cancellationToken);

    /// <summary>Stores an item with a note, both or, when the id was seen before, neither; returns whether it was new.</summary>
    ValueTask<bool> EnqueueAsync(InboxItem item, CommitNote note, CancellationToken cancellationToken);

    /// <summary>
    /// Stores an item that names its run, and claims the run for this host in the same transaction; <c>null</c> when it cannot be claimed now (somebody works on it, or the id was seen before): then it is
    /// taken like any other accepted work.
    /// </summary>
    async ValueTask<ClaimedRun?> EnqueueClaimedAsync(InboxItem item, string host, CancellationToken cancellationToken)
    {
        await EnqueueAsync([item], cancellationToken);
        return null;
    }

    /// <summary>The start that is accepted for a run and that nobody has begun yet, with the time of its acceptance; <c>null</c> when there is none.</summary>
    ValueTask<(InboxItem Start, DateTimeOffset AcceptedAt)?> FindStartAsync(InstanceId id, CancellationToken cancellationToken);

    /// <summary>Sets stimuli aside that were accepted before a time and that nobody has come to wait for; returns how many.</summary>
    ValueTask<int> ExpireAsync(DateTimeOffset acceptedBefore, CancellationToken cancellationToken);

    /// <summary>One page of what was set aside, newest first, with the number of all.</summary>
    ValueTask<(IReadOnlyList<ParkedItem> Items, long Total)> ListParkedAsync(int skip, int take, CancellationToken cancellationToken);

    /// <summary>Tries what was set aside once more; returns whether there was such an item.</summary>
    ValueTask<bool> UnparkAsync(string itemId, CommitNote note, CancellationToken cancellationToken);

    /// <summary>
    /// Takes runs that have work and that no other live host works on, with all their items, oldest first. What is claimed is ours until it is consumed by a
    /// commit, released, or our lease ends.
    /// </summary>
    ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(string host, int maxRuns, CancellationToken cancellationToken);

    /// <summary>Gives claimed work back, to be tried again not before a time, or parks it with a reason when it can never succeed.</summary>
    ValueTask ReleaseAsync(string host, IReadOnlyList<string> itemIds, DateTimeOffset? notBefore, string? parkReason, CancellationToken cancellationToken);

    /// <summary>Marks claimed items as consumed without a commit: there is nothing left to do for them (their run or bookmark is gone).</summary>
    ValueTask CompleteAsync(string host, IReadOnlyList<string> itemIds, CancellationToken cancellationToken);

    /// <summary>
    /// Gives up a run that this host can not bring to the end of its burst: its claims are free again, and when it was committed in the middle of a burst it gets a
    /// <see cref="InboxItemKind.Continue"/> item.
    /// </summary>
    ValueTask AbandonAsync(string host, InstanceId id, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets items consumed (or, of those that were set aside, accepted) before a time: from then on a repetition of their ids is no longer recognised. Answers and keys of requests of that age go with them.
    /// </summary>
    ValueTask<int> TrimAsync(DateTimeOffset consumedBefore, CancellationToken cancellationToken);

    /// <summary>
    /// Runs that facts start or move: those with work of these kinds that is not consumed yet, oldest first, at most <paramref name="take"/>. What such a run will wait for next is
    /// not there to be found, so a fact that it will wait for is put behind the work it has.
    /// </summary>
    ValueTask<IReadOnlyList<MovingRun>> ListMovingAsync(int take, CancellationToken cancellationToken);

    /// <summary>How much accepted work there is.</summary>
    ValueTask<InboxDepth> GetDepthAsync(CancellationToken cancellationToken);
}

/// <summary>A run with the accepted work that waits for it.</summary>
/// <param name="InstanceId">The run.</param>
/// <param name="Items">Its items, oldest first; at least one.</param>
public sealed record ClaimedRun(InstanceId InstanceId, IReadOnlyList<InboxItem> Items)
{
    /// <summary>Whether the run was not stored when it was claimed, so that it need not be asked for; <c>false</c> when that is not known.</summary>
    public bool IsNew { get; init; }
}

/// <summary>How much accepted work there is.</summary>
/// <param name="Ready">Items that could be claimed now.</param>
/// <param name="Claimed">Items that a host works on.</param>
/// <param name="Waiting">Items that wait for their time or for their bookmark.</param>
/// <param name="Parked">Items that can never succeed.</param>
public sealed record InboxDepth(long Ready, long Claimed, long Waiting, long Parked);
