namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// Tells the callers of a transaction that it is done, several on one thread: waking a thread for each answer cost more than the answer, and the committer itself
/// has the next transaction to begin.
/// </summary>
internal sealed class SucceededCommits : IThreadPoolWorkItem
{
    /// <summary>Most callers that one thread tells in turn, so that the last of them waits less than a millisecond for the others.</summary>
    private const int Most = 32;

    private readonly IReadOnlyList<PendingCommit> _commits;
    private readonly int _first;

    private SucceededCommits(IReadOnlyList<PendingCommit> commits, int first) => (_commits, _first) = (commits, first);

    /// <summary>Tells them soon, on other threads.</summary>
    /// <param name="commits">Commits of one transaction that has ended.</param>
    public static void Tell(IReadOnlyList<PendingCommit> commits)
    {
        for (var first = 0; first < commits.Count; first += Most)
            ThreadPool.UnsafeQueueUserWorkItem(new SucceededCommits(commits, first), preferLocal: false);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        var end = Math.Min(_first + Most, _commits.Count);
        for (var i = _first; i < end; i++) _commits[i].Succeed();
    }
}
