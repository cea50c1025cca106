using Status.Workflows.Execution;

namespace Status.Testing.Workflows;

/// <summary>Keeps runs in memory for one test and remembers every commit. Writes are applied by their in-memory form.</summary>
public sealed class RecordingRunStore : IRunStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, InstanceRecord> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bookmark> _bookmarks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpReply> _replies = new(StringComparer.Ordinal);
    private readonly List<(string Instance, JournalPage Page)> _pages = [];
    private readonly HashSet<string> _seenItems = new(StringComparer.Ordinal);
    private readonly List<InboxItem> _inbox = [];
    private readonly List<Fact> _facts = [];
    private readonly List<Write> _writes = [];
    private readonly List<RunCommit> _commits = [];

    /// <summary>Services that in-memory writes use; set by the test host.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Decides the outcome of a commit before anything is stored; <c>null</c> commits.</summary>
    public Func<RunCommit, CommitOutcome?>? Intercept { get; set; }

    /// <summary>Every commit, in order.</summary>
    public IReadOnlyList<RunCommit> Commits => _commits;

    /// <summary>Every committed fact, in order.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>Every committed write, in order.</summary>
    public IReadOnlyList<Write> Writes => _writes;

    /// <summary>Accepted work that is not consumed.</summary>
    public IReadOnlyList<InboxItem> Inbox => _inbox;

    /// <summary>Open bookmarks.</summary>
    public IReadOnlyCollection<Bookmark> Bookmarks => _bookmarks.Values;

    /// <summary>Due times of open timers, by bookmark id.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Timers => _timers;

    /// <summary>What the recovery of a cluster does: runs that were left in the middle of a burst get work to go on.</summary>
    public void Recover()
    {
        lock (_lock)
        {
            foreach (var run in _runs.Values.Where(r => r.SubStatus == InstanceSubStatus.Executing).ToArray())
                Enqueue(new InboxItem { Id = $"continue-{run.Id}-{run.Revision}", Kind = InboxItemKind.Continue, InstanceId = run.Id.Value });
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_lock)
        {
            if (Intercept?.Invoke(commit) is { } outcome) return new ValueTask<CommitOutcome>(outcome);
            return new ValueTask<CommitOutcome>(Apply(commit));
        }
    }

    /// <summary>Adds accepted work, once per id.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was new.</returns>
    public bool Enqueue(InboxItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_lock)
        {
            if (!_seenItems.Add(item.Id)) return false;
            _inbox.Add(item);
            return true;
        }
    }

    /// <summary>The next accepted work that can be done now, for one run; <c>null</c> when there is none.</summary>
    /// <returns>The run with its items.</returns>
    public ClaimedRun? Claim()
    {
        lock (_lock)
        {
            foreach (var item in _inbox)
            {
                var target = item.InstanceId ?? (item.Kind == InboxItemKind.Start
                    ? IdGenerator.Derive("run", item.Id)
                    : _bookmarks.Values.FirstOrDefault(b => b.Hash == item.StimulusHash && _runs[b.InstanceId.Value].Status == InstanceStatus.Running && (item.CorrelationId is null || b.CorrelationId is null || b.CorrelationId == item.CorrelationId))?.InstanceId.Value);
                if (target is not null) return new ClaimedRun(new InstanceId(target), [item]);
            }
        }

        return null;
    }

    /// <summary>Forgets an item without a commit.</summary>
    /// <param name="id">Its id.</param>
    public void Drop(string id)
    {
        lock (_lock) _inbox.RemoveAll(i => i.Id == id);
    }

    /// <summary>Turns timers that are due into accepted work.</summary>
    /// <param name="now">The time.</param>
    /// <returns>How many fired.</returns>
    public int FireDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            var due = _timers.Where(t => t.Value <= now).OrderBy(t => t.Value).ToArray();
            foreach (var (bookmark, _) in due)
            {
                _timers.Remove(bookmark);
                Enqueue(new InboxItem { Id = IdGenerator.Derive("timer", bookmark), Kind = InboxItemKind.Resume, InstanceId = _bookmarks[bookmark].InstanceId.Value, BookmarkId = bookmark });
            }

            return due.Length;
        }
    }

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (_lock) return new ValueTask<InstanceRecord?>(_runs.GetValueOrDefault(id.Value));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (_lock) return new ValueTask<IReadOnlyList<Bookmark>>([.. _bookmarks.Values.Where(b => b.InstanceId == id)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new ValueTask<IReadOnlyList<Bookmark>>(
                [.. _bookmarks.Values.Where(b => b.Hash == hash && (correlationId is null || b.CorrelationId is null || b.CorrelationId == correlationId)).Take(take)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (_lock) return new ValueTask<HttpReply?>(_replies.GetValueOrDefault(id.Value));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new ValueTask<IReadOnlyList<JournalPage>>([.. _pages.Where(p => p.Instance == id.Value && p.Page.FirstSequence + p.Page.Count > fromSequence).Take(takePages).Select(p => p.Page)]);
    }

    private CommitOutcome Apply(RunCommit commit)
    {
        var id = commit.Instance.Id.Value;
        var revision = _runs.TryGetValue(id, out var stored) ? stored.Revision : 0;
        if (revision != commit.ExpectedRevision) return new CommitOutcome(CommitStatus.Stale, revision);
        if (commit.Activation is { } rule && _runs.Values.Any(r => r.Id != commit.Instance.Id && rule.IsBlockedBy(r))) return new CommitOutcome(CommitStatus.NotActivated, revision);
        if (!commit.LeavesNoInstance) _runs[id] = commit.Instance with { Revision = revision + 1 };
        foreach (var burned in commit.BookmarksBurned)
        {
            _bookmarks.Remove(burned);
            _timers.Remove(burned);
        }

        foreach (var bookmark in commit.BookmarksCreated) _bookmarks[bookmark.Id] = bookmark;
        foreach (var timer in commit.TimersCreated) _timers[timer.BookmarkId] = timer.Due;
        if (commit.Instance.Status == InstanceStatus.Finished) EndWaits(commit.Instance);
        _pages.AddRange(commit.Journal.Select(page => (id, page)));
        if (commit.Reply is { } reply) _replies[id] = reply;
        foreach (var consumed in commit.InboxConsumed) _inbox.RemoveAll(i => i.Id == consumed);
        foreach (var added in commit.InboxAdded)
        {
            if (_seenItems.Add(added.Id)) _inbox.Add(added);
        }

        if (commit.CancelsChildren)
        {
            var begun = _runs.Values.Where(r => r.ParentInstanceId == id && r.Status == InstanceStatus.Running).Select(r => r.Id.Value);
            var accepted = _inbox.Where(i => i.Kind == InboxItemKind.Start && i.ParentInstanceId == id && i.InstanceId is not null).Select(i => i.InstanceId!);
            foreach (var child in begun.Union(accepted).ToArray()) Enqueue(new InboxItem { Id = $"cancel-child/{child}", Kind = InboxItemKind.Cancel, InstanceId = child });
        }

        foreach (var write in commit.Writes)
        {
            _writes.Add(write);
            var applied = write.InMemory is null || Services is null || write.InMemory(Services);
            if (applied) AddFacts(commit, write.FactsIfApplied);
        }

        AddFacts(commit, commit.Facts);
        _commits.Add(commit);
        return new CommitOutcome(CommitStatus.Committed, revision + 1);
    }

    private void EndWaits(InstanceRecord ended)
    {
        foreach (var bookmark in _bookmarks.Values.Where(b => b.InstanceId == ended.Id).Select(b => b.Id).ToArray())
        {
            _timers.Remove(bookmark);
            if (ended.SubStatus != InstanceSubStatus.Faulted) _bookmarks.Remove(bookmark);
        }
    }

    private void AddFacts(RunCommit commit, IEnumerable<FactDraft> drafts)
    {
        foreach (var draft in drafts)
        {
            _facts.Add(new Fact
            {
                Position = _facts.Count + 1,
                Type = draft.Type,
                Body = draft.Body,
                Key = draft.Key,
                CorrelationId = draft.CorrelationId,
                Cause = commit.Instance.Cause,
                Depth = commit.Instance.Depth,
                InstanceId = commit.Instance.Id.Value,
                At = Time.GetUtcNow(),
            });
        }
    }
}
