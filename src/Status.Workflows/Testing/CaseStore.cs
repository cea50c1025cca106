using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Primitives;

namespace Status.Workflows.Testing;

/// <summary>
/// Keeps the runs of one test case. Writes count as applied and change nothing; facts resume the events that the runs of the case wait for, and start nothing else.
/// </summary>
internal sealed class CaseStore(TimeProvider clock) : IRunStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InstanceRecord> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bookmark> _bookmarks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpReply> _replies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JournalPage>> _journal = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<InboxItem> _inbox = [];
    private readonly List<Fact> _facts = [];

    /// <summary>Committed facts, in order.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>The earliest timer.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate) return _timers.Count == 0 ? null : _timers.Values.Min();
        }
    }

    /// <summary>Whether a run is in the middle of a burst.</summary>
    public bool IsExecuting
    {
        get
        {
            lock (_gate) return _runs.Values.Any(r => r.SubStatus == InstanceSubStatus.Executing);
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        lock (_gate) return new ValueTask<CommitOutcome>(Apply(commit));
    }

    /// <summary>Adds accepted work, once per id.</summary>
    public void Enqueue(InboxItem item)
    {
        lock (_gate) Add(item);
    }

    /// <summary>The next work that can be done; <c>null</c> when there is none.</summary>
    public ClaimedRun? Claim()
    {
        lock (_gate)
        {
            foreach (var item in _inbox)
            {
                if (item.NotBefore > clock.GetUtcNow()) continue;
                if (TargetOf(item) is { } target) return new ClaimedRun(new InstanceId(target), [item]);
            }
        }

        return null;
    }

    /// <summary>Forgets work that came to nothing.</summary>
    public void Drop(ClaimedRun claimed)
    {
        lock (_gate)
            foreach (var item in claimed.Items) _inbox.Remove(item);
    }

    /// <summary>The earliest time at which accepted work may be done that has to wait.</summary>
    public DateTimeOffset? NextWork
    {
        get
        {
            lock (_gate) return _inbox.Where(i => i.NotBefore > clock.GetUtcNow() && TargetOf(i) is not null).Min(i => i.NotBefore);
        }
    }

    /// <summary>Turns the timers that are due into work.</summary>
    public void FireDue(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (id, due) in _timers.Where(t => t.Value <= now).OrderBy(t => t.Value).ToArray())
            {
                _timers.Remove(id);
                Add(new InboxItem { Id = IdGenerator.Derive("timer", id), Kind = InboxItemKind.Resume, InstanceId = _bookmarks[id].InstanceId.Value, BookmarkId = id, Payload = new DataObject { ["due"] = due } });
            }
        }
    }

    /// <summary>Offers a stimulus to the runs of the case.</summary>
    /// <returns>Whether one waits for it.</returns>
    public bool Offer(string id, string hash, string? correlationId, DataObject payload)
    {
        lock (_gate)
        {
            var waiting = Find(hash, correlationId).DistinctBy(b => b.InstanceId).ToArray();
            foreach (var bookmark in waiting)
                Add(new InboxItem { Id = IdGenerator.Derive(id, bookmark.InstanceId.Value), Kind = InboxItemKind.Resume, InstanceId = bookmark.InstanceId.Value, StimulusHash = hash, CorrelationId = correlationId, Payload = payload });
            return waiting.Length > 0;
        }
    }

    /// <summary>Bookmarks of a run, with or without their timers.</summary>
    public IReadOnlyList<Bookmark> Bookmarks(string instanceId)
    {
        lock (_gate) return [.. _bookmarks.Values.Where(b => b.InstanceId.Value == instanceId)];
    }

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (_gate) return new ValueTask<InstanceRecord?>(_runs.GetValueOrDefault(id.Value));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken) => new(Bookmarks(id.Value));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken)
    {
        lock (_gate) return new ValueTask<IReadOnlyList<Bookmark>>([.. Find(hash, correlationId).Take(take)]);
    }

    /// <inheritdoc/>
    public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (_gate) return new ValueTask<HttpReply?>(_replies.GetValueOrDefault(id.Value));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            IReadOnlyList<JournalPage> pages = _journal.TryGetValue(id.Value, out var all) ? [.. all.Where(p => p.FirstSequence + p.Count > fromSequence).Take(takePages)] : [];
            return new ValueTask<IReadOnlyList<JournalPage>>(pages);
        }
    }

    private IEnumerable<Bookmark> Find(string hash, string? correlationId) =>
        _bookmarks.Values.Where(b => b.Hash == hash && (correlationId is null || b.CorrelationId is null || b.CorrelationId == correlationId));

    private string? TargetOf(InboxItem item) =>
        item.InstanceId ?? (item.Kind == InboxItemKind.Start ? IdGenerator.Derive("run", item.Id) : Find(item.StimulusHash ?? "", item.CorrelationId).FirstOrDefault()?.InstanceId.Value);

    private void Add(InboxItem item)
    {
        if (_seen.Add(item.Id)) _inbox.Add(item);
    }

    private CommitOutcome Apply(RunCommit commit)
    {
        var id = commit.Instance.Id.Value;
        var revision = _runs.GetValueOrDefault(id)?.Revision ?? 0;
        if (revision != commit.ExpectedRevision) return new CommitOutcome(CommitStatus.Stale, revision);
        _runs[id] = commit.Instance with { Revision = revision + 1, State = commit.Instance.State.ToArray() };
        foreach (var burned in commit.BookmarksBurned) Burn(burned);
        foreach (var bookmark in commit.BookmarksCreated) _bookmarks[bookmark.Id] = bookmark;
        foreach (var timer in commit.TimersCreated) _timers[timer.BookmarkId] = timer.Due;
        if (commit.Instance.Status == InstanceStatus.Finished)
        {
            foreach (var bookmark in Bookmarks(id))
            {
                if (commit.Instance.SubStatus == InstanceSubStatus.Faulted) _timers.Remove(bookmark.Id);
                else Burn(bookmark.Id);
            }
        }

        if (commit.Journal.Count > 0)
        {
            if (!_journal.TryGetValue(id, out var pages)) _journal[id] = pages = [];
            pages.AddRange(commit.Journal);
        }

        if (commit.Reply is { } reply) _replies.TryAdd(id, reply);
        _inbox.RemoveAll(i => commit.InboxConsumed.Contains(i.Id));
        foreach (var item in commit.InboxAdded) Add(item);
        foreach (var fact in commit.Facts.Concat(commit.Writes.SelectMany(w => w.FactsIfApplied))) Announce(fact, commit.Instance);
        return new CommitOutcome(CommitStatus.Committed, revision + 1);
    }

    private void Burn(string bookmarkId)
    {
        _bookmarks.Remove(bookmarkId);
        _timers.Remove(bookmarkId);
    }

    private void Announce(FactDraft draft, InstanceRecord run)
    {
        var fact = new Fact
        {
            Position = _facts.Count + 1,
            Type = draft.Type,
            Body = draft.Body,
            Key = draft.Key,
            CorrelationId = draft.CorrelationId,
            Cause = run.Cause,
            Depth = run.Depth,
            InstanceId = run.Id.Value,
            At = clock.GetUtcNow(),
        };
        _facts.Add(fact);
        Offer($"fact-{fact.Position}", Stimulus.Hash(Event.StimulusName, Event.Payload(fact.Type)), fact.CorrelationId, EventInput(fact.Type, fact.Position, fact.Key, fact.Body, fact.At));
    }

    /// <summary>What an Event activity gets.</summary>
    public static DataObject EventInput(string type, long position, string key, object? body, DateTimeOffset at) =>
        new() { ["type"] = type, ["position"] = (double)position, ["key"] = key, ["body"] = body, ["at"] = at };
}
