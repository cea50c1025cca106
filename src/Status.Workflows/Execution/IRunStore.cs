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

    /// <summary>Journal pages of a run in order of sequence.</summary>
    ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken);
}

/// <summary>Accepted work. Adapters: PostgreSQL and memory.</summary>
public interface IInbox
{
    /// <summary>Stores items durably; returns how many were new (an id that was seen before is ignored).</summary>
    ValueTask<int> EnqueueAsync(IReadOnlyList<InboxItem> items, CancellationToken cancellationToken);

    /// <summary>
    /// Takes runs that have work and that no other live host works on, with all their items, oldest first. What is claimed is ours until it is consumed by a
    /// commit, released, or our lease ends.
    /// </summary>
    ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(string host, int maxRuns, CancellationToken cancellationToken);

    /// <summary>Gives claimed work back, to be tried again not before a time, or parks it with a reason when it can never succeed.</summary>
    ValueTask ReleaseAsync(string host, IReadOnlyList<string> itemIds, DateTimeOffset? notBefore, string? parkReason, CancellationToken cancellationToken);
}

/// <summary>A run with the accepted work that waits for it.</summary>
/// <param name="InstanceId">The run.</param>
/// <param name="Items">Its items, oldest first; at least one.</param>
public sealed record ClaimedRun(InstanceId InstanceId, IReadOnlyList<InboxItem> Items);
