using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Everything that the in-memory stores keep; whoever touches it holds <see cref="Gate"/>, which makes each operation one transaction.</summary>
internal sealed class InMemoryState
{
    public Lock Gate { get; } = new();

    public Dictionary<string, StoredRun> Runs { get; } = [];

    public Dictionary<string, Bookmark> Bookmarks { get; } = [];

    public Dictionary<string, StoredItem> Inbox { get; } = [];

    /// <summary>Open items in order of acceptance.</summary>
    public SortedDictionary<long, StoredItem> OpenItems { get; } = [];

    public Dictionary<string, Operations.AlterationPlan> AlterationPlans { get; } = [];

    public Dictionary<string, Operations.AlterationJob> AlterationJobs { get; } = [];

    public Dictionary<string, Composition.OpenTask> Tasks { get; } = [];

    public Dictionary<string, (string InstanceId, byte[] Items)> DispatchLists { get; } = [];

    public Dictionary<string, HttpReply> Replies { get; } = [];

    public Dictionary<string, List<JournalPage>> Journal { get; } = [];

    /// <summary>Timers of bookmarks by bookmark id.</summary>
    public Dictionary<string, (string InstanceId, DateTimeOffset Due)> BookmarkTimers { get; } = [];

    /// <summary>Timers of triggers by row id.</summary>
    public Resilience.RuntimePause? Pause { get; set; }

    public Dictionary<string, TriggerTimer> TriggerTimers { get; } = [];

    public List<Fact> Facts { get; } = [];

    public Dictionary<string, StoredCursor> Cursors { get; } = [];

    public Dictionary<string, StoredDefinition> Definitions { get; } = [];

    /// <summary>Versions that were deleted but have runs.</summary>
    public HashSet<string> HiddenDefinitions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RefusedDraft> RefusedDrafts { get; } = [];

    public List<TriggerRecord> Triggers { get; } = [];

    public Dictionary<string, (DateTimeOffset StartedAt, DateTimeOffset BeatAt, DateTimeOffset LeaseUntil)> Hosts { get; } = [];

    /// <summary>Runs that left no row but announced something: a repetition of their commit is recognised by it.</summary>
    public HashSet<string> Marks { get; } = [];

    public long NextSequence { get; set; }

    public bool IsAlive(string host, DateTimeOffset now) => Hosts.TryGetValue(host, out var lease) && lease.LeaseUntil > now;

    /// <summary>Accepts items; returns how many were new.</summary>
    public int Enqueue(IEnumerable<InboxItem> items, DateTimeOffset now)
    {
        var added = 0;
        foreach (var item in items)
        {
            var stored = new StoredItem(item with { InstanceId = InboxTarget.Of(item), NotBefore = item.NotBefore ?? now }, ++NextSequence) { AcceptedAt = now };
            if (!Inbox.TryAdd(item.Id, stored)) continue;
            OpenItems.Add(stored.Sequence, stored);
            added++;
            if (stored.Item.InstanceId is null && stored.Item.StimulusHash is { } hash) Match(hash);
        }

        return added;
    }

    /// <summary>Accepts the cancellation of the runs that a run has started and that have not ended, also of those that nobody has begun yet.</summary>
    public void CancelChildren(string parent, DateTimeOffset now)
    {
        var begun = Runs.Values.Where(r => r.Record.ParentInstanceId == parent && r.Record.Status == InstanceStatus.Running).Select(r => r.Record.Id.Value);
        var accepted = OpenItems.Values.Where(i => i.Item.Kind == InboxItemKind.Start && i.Item.ParentInstanceId == parent).Select(i => i.Item.InstanceId!);
        Enqueue([.. begun.Union(accepted).Select(id => new InboxItem { Id = $"cancel-child/{id}", Kind = InboxItemKind.Cancel, InstanceId = id })], now);
    }

    /// <summary>Joins stimuli that came early to bookmarks: the oldest waiting stimulus of a hash gets the oldest bookmark that has none yet.</summary>
    public int Match(string hash)
    {
        var joined = 0;
        foreach (var waiting in OpenItems.Values.Where(i => i.Item.InstanceId is null && i.Item.StimulusHash == hash && i.ParkedReason is null).ToList())
        {
            var correlation = waiting.Item.CorrelationId;
            var target = Bookmarks.Values
                .Where(b => waiting.Item.ParentInstanceId is not { } only || b.InstanceId.Value == only)
                .Where(b => b.Hash == hash && (correlation is null || b.CorrelationId is null || b.CorrelationId == correlation))
                .Where(b => Runs.GetValueOrDefault(b.InstanceId.Value)?.Record.Status != InstanceStatus.Finished)
                .Where(b => !OpenItems.Values.Any(o => o.Item.BookmarkId == b.Id))
                .OrderBy(b => b.CreatedAt).ThenBy(b => b.Id, StringComparer.Ordinal).FirstOrDefault();
            if (target is null) continue;
            waiting.Item = waiting.Item with { InstanceId = target.InstanceId.Value, BookmarkId = target.Id };
            joined++;
        }

        return joined;
    }

    public void Consume(string id, DateTimeOffset now)
    {
        var stored = Inbox[id];
        OpenItems.Remove(stored.Sequence);
        stored.IsConsumed = true;
        stored.ConsumedAt = now;
        stored.ClaimedBy = null;
        stored.Item = stored.Item with { Payload = [] };
    }

    public void RemoveBookmark(string id)
    {
        Bookmarks.Remove(id);
        BookmarkTimers.Remove(id);
    }

    /// <summary>Appends notes. The writes go first: one that fails leaves no fact, and whoever appends before changing anything else changes nothing.</summary>
    public long Append(IReadOnlyList<CommitNote> notes, IServiceProvider services, DateTimeOffset now)
    {
        foreach (var (i, note) in notes.Index()) note.WriteAt(Facts.Count + 1 + i).InMemory?.Invoke(services);
        return Append(notes.Select(note => new FactRow(note.Fact, 0, 0, null)), now);
    }

    public long Append(IEnumerable<FactRow> rows, DateTimeOffset now)
    {
        foreach (var (draft, cause, depth, instanceId) in rows)
            Facts.Add(new Fact
            {
                Position = Facts.Count + 1,
                Type = draft.Type,
                Key = draft.Key,
                Body = draft.Body,
                CorrelationId = draft.CorrelationId,
                Cause = cause,
                Depth = depth,
                InstanceId = instanceId,
                At = now,
            });
        return Facts.Count;
    }
}

/// <summary>A run as the in-memory store keeps it.</summary>
/// <param name="Record">The row.</param>
/// <param name="Commit">The commit that made it, to recognise a repetition.</param>
/// <param name="Owner">The host in whose burst it is.</param>
internal sealed record StoredRun(InstanceRecord Record, RunCommit Commit, string? Owner);

/// <summary>An inbox item with its state.</summary>
internal sealed class StoredItem(InboxItem item, long sequence)
{
    public InboxItem Item { get; set; } = item;

    public long Sequence { get; } = sequence;

    public string? ClaimedBy { get; set; }

    public bool IsConsumed { get; set; }

    public string? ParkedReason { get; set; }

    /// <summary>Whether it waits to be called, because as many runs go on as its definition allows.</summary>
    public bool IsHeld { get; set; }

    /// <summary>A start that was held: its definition, and how many that allows.</summary>
    public string? LimitedBy { get; set; }

    /// <inheritdoc cref="LimitedBy"/>
    public int? LimitedTo { get; set; }

    public DateTimeOffset AcceptedAt { get; set; }

    public DateTimeOffset ConsumedAt { get; set; }
}

/// <summary>A follower's cursor.</summary>
internal sealed class StoredCursor
{
    public long Position { get; set; }

    public string? Host { get; set; }

    public List<ParkedFact> Parked { get; } = [];
}
