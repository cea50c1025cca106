using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Runs in memory.</summary>
internal sealed class InMemoryRunStore(InMemoryState state, HostIdentity host, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IRunStore
{
    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CommitOutcome outcome;
        long head;
        lock (state.Gate)
        {
            outcome = Commit(commit);
            head = state.Facts.Count;
        }

        if (outcome.Status == CommitStatus.Committed) Announce(commit, head);
        return ValueTask.FromResult(outcome);
    }

    public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.Runs.GetValueOrDefault(id.Value)?.Record);
    }

    public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(Ordered(state.Bookmarks.Values.Where(b => b.InstanceId == id), int.MaxValue));
    }

    public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult(Ordered(
                state.Bookmarks.Values.Where(b => b.Hash == hash && (correlationId is null || b.CorrelationId is null || b.CorrelationId == correlationId)), take));
    }

    public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.Replies.GetValueOrDefault(id.Value));
    }

    public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            IReadOnlyList<JournalPage> pages = state.Journal.TryGetValue(id.Value, out var all)
                ? [.. all.Where(p => p.FirstSequence + p.Count > fromSequence).OrderBy(p => p.FirstSequence).Take(takePages)]
                : [];
            return ValueTask.FromResult(pages);
        }
    }

    private static IReadOnlyList<Bookmark> Ordered(IEnumerable<Bookmark> bookmarks, int take) =>
        [.. bookmarks.OrderBy(b => b.CreatedAt).ThenBy(b => b.Id, StringComparer.Ordinal).Take(take)];

    private CommitOutcome Commit(RunCommit commit)
    {
        var stored = state.Runs.GetValueOrDefault(commit.Instance.Id.Value);
        if (stored is not null && ReferenceEquals(stored.Commit, commit)) return new CommitOutcome(CommitStatus.Committed, stored.Record.Revision);
        if (CommitMark.IsNeeded(commit) && state.Marks.Contains(commit.Instance.Id.Value)) return new CommitOutcome(CommitStatus.Committed, commit.ExpectedRevision + 1);
        var stale = !commit.LeavesNoInstance && (stored?.Record.Revision ?? 0) != commit.ExpectedRevision;
        if (stale || !commit.InboxConsumed.All(IsOurs)) return new CommitOutcome(CommitStatus.Stale, commit.ExpectedRevision);

        if (commit.Activation is { } rule && state.Runs.Values.Any(r => r.Record.Id != commit.Instance.Id && rule.IsBlockedBy(r.Record)))
            return new CommitOutcome(CommitStatus.NotActivated, commit.ExpectedRevision);
        if (commit.Activation?.MostRunning is { } most && !state.HasPlace(commit, most, timeProvider.GetUtcNow()))
        {
            state.Hold(commit, most, host.Name);
            return new CommitOutcome(CommitStatus.AtLimit, commit.ExpectedRevision);
        }

        var applied = new List<Write>();
        foreach (var write in commit.Writes)
        {
            try
            {
                if (write.InMemory?.Invoke(services) ?? true) applied.Add(write);
            }
#pragma warning disable CA1031 // An exception is how an in-memory write refuses, as an error is how a statement does.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return new CommitOutcome(CommitStatus.Refused, commit.ExpectedRevision, exception.Message, write.Key);
            }
        }

        Apply(commit, applied);
        return new CommitOutcome(CommitStatus.Committed, commit.ExpectedRevision + 1);
    }

    private bool IsOurs(string itemId) => state.Inbox.TryGetValue(itemId, out var item) && !item.IsConsumed && item.ClaimedBy == host.Name;

    private void Apply(RunCommit commit, List<Write> applied)
    {
        var now = timeProvider.GetUtcNow();
        var run = commit.Instance;
        if (CommitMark.IsNeeded(commit)) state.Marks.Add(run.Id.Value);
        if (!commit.LeavesNoInstance)
        {
            state.Runs[run.Id.Value] = new StoredRun(
                run with { Revision = commit.ExpectedRevision + 1, State = run.State.ToArray() }, commit, run.SubStatus == InstanceSubStatus.Executing ? host.Name : null);
            if (commit.Journal.Count > 0)
            {
                if (!state.Journal.TryGetValue(run.Id.Value, out var pages)) state.Journal[run.Id.Value] = pages = [];
                pages.AddRange(commit.Journal);
            }
        }

        foreach (var id in commit.InboxConsumed) state.Consume(id, now);
        Burn(commit);
        foreach (var bookmark in commit.BookmarksCreated) state.Bookmarks.TryAdd(bookmark.Id, bookmark);
        foreach (var timer in commit.TimersCreated) state.BookmarkTimers[timer.BookmarkId] = (run.Id.Value, timer.Due);
        if (commit.Reply is not null) state.Replies.TryAdd(run.Id.Value, commit.Reply);
        state.Enqueue(commit.InboxAdded, now);
        if (commit.CancelsChildren) state.CancelChildren(run.Id.Value, now);
        foreach (var bookmark in commit.BookmarksCreated) state.Match(bookmark.Hash);
        if (commit.GivesPlace) state.CallHeld(run.DefinitionId, now);
        state.Append(commit.Facts.Concat(applied.SelectMany(w => w.FactsIfApplied)).Select(f => new FactRow(f, run.Cause, run.Depth, run.Id.Value)), now);
    }

    private void Burn(RunCommit commit)
    {
        foreach (var id in commit.BookmarksBurned)
        {
            state.RemoveBookmark(id);
            // A second stimulus that was promised to this bookmark waits for the next one instead.
            foreach (var promised in state.OpenItems.Values.Where(i => i.Item.BookmarkId == id && i.Item.StimulusHash is not null))
            {
                promised.Item = promised.Item with { InstanceId = null, BookmarkId = null };
                promised.ClaimedBy = null;
            }
        }

        if (commit.Instance.Status != InstanceStatus.Finished) return;
        foreach (var id in state.Bookmarks.Values.Where(b => b.InstanceId == commit.Instance.Id).Select(b => b.Id).ToList())
        {
            // One that faulted may be retried and waits on, but no timer is to wake it.
            if (commit.Instance.SubStatus == InstanceSubStatus.Faulted) state.BookmarkTimers.Remove(id);
            else state.RemoveBookmark(id);
        }
    }

    private void Announce(RunCommit commit, long head)
    {
        if (commit.Facts.Count > 0 || commit.Writes.Count > 0) signals.FactsCommitted(head);
        if (commit.CancelsChildren || commit.InboxAdded.Count > 0 || commit.BookmarksCreated.Count > 0 || commit.InboxConsumed.Count > 0 || commit.GivesPlace) signals.Inbox.Set();
        if (commit.TimersCreated.Count > 0) signals.Timers.Set();
        if (commit.Reply is not null) signals.ReplyCommitted(commit.Instance.Id);
        signals.RunCommitted(commit.Instance.Id);
    }
}
