using Status.Workflows.Execution;
using Status.Workflows.Feed;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>The feed in memory.</summary>
internal sealed class InMemoryFeed(InMemoryState state, InMemoryHostLeases leases, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IFeed
{
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(1);

    public ValueTask<IReadOnlyList<Fact>> ReadAsync(long after, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var from = (int)Math.Clamp(after, 0, state.Facts.Count);
            return ValueTask.FromResult<IReadOnlyList<Fact>>(state.Facts.GetRange(from, Math.Min(take, state.Facts.Count - from)));
        }
    }

    public ValueTask<long> GetHeadAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult((long)state.Facts.Count);
    }

    public ValueTask<long> AppendAsync(IReadOnlyList<FactDraft> facts, CancellationToken cancellationToken)
    {
        long head;
        lock (state.Gate) head = state.Append(facts.Select(f => new FactRow(f, 0, 0, null)), timeProvider.GetUtcNow());
        signals.FactsCommitted(head);
        return ValueTask.FromResult(head);
    }

    public ValueTask<long> AppendAsync(IReadOnlyList<CommitNote> notes, CancellationToken cancellationToken)
    {
        long head;
        lock (state.Gate) head = state.Append(notes, services, timeProvider.GetUtcNow());
        signals.FactsCommitted(head);
        return ValueTask.FromResult(head);
    }

    public ValueTask<long?> AcquireCursorAsync(string follower, string host, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            leases.Ensure(host);
            if (!state.Cursors.TryGetValue(follower, out var cursor)) state.Cursors[follower] = cursor = new StoredCursor();
            if (cursor.Host is not null && cursor.Host != host && state.IsAlive(cursor.Host, timeProvider.GetUtcNow())) return ValueTask.FromResult<long?>(null);
            cursor.Host = host;
            return ValueTask.FromResult<long?>(cursor.Position);
        }
    }

    public ValueTask<bool> AdvanceAsync(FollowerCommit commit, CancellationToken cancellationToken)
    {
        long head;
        bool hasFacts;
        lock (state.Gate)
        {
            if (!state.Cursors.TryGetValue(commit.Follower, out var cursor) || cursor.Host != commit.Host || cursor.Position != commit.From)
                return ValueTask.FromResult(false);
            var applied = new List<Write>();
            foreach (var write in commit.Effect.Writes)
            {
                if (write.InMemory?.Invoke(services) ?? true) applied.Add(write);
                else if (commit.Effect.MustApply.Contains(write.Key)) return ValueTask.FromResult(false);
            }

            var now = timeProvider.GetUtcNow();
            cursor.Position = commit.To;
            cursor.Parked.AddRange(commit.Parked.Concat(commit.Effect.Parked)
                .Select(p => new ParkedFact(commit.Follower, p.Fact.Position, p.Fact.Type, p.Reason, now)));
            state.Enqueue(commit.Effect.Inbox, now);
            var facts = FollowerFacts.Of(commit.Effect, applied);
            hasFacts = facts.Count > 0;
            head = state.Append(facts, now);
        }

        if (hasFacts) signals.FactsCommitted(head);
        if (commit.Effect.Inbox.Count > 0) signals.Inbox.Set();
        return ValueTask.FromResult(true);
    }

    public ValueTask<IReadOnlyList<CursorStatus>> GetCursorsAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<CursorStatus>>(
                [.. state.Cursors.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new CursorStatus(c.Key, c.Value.Position, c.Value.Host, c.Value.Parked.Count))]);
    }

    public ValueTask<IReadOnlyList<ParkedFact>> GetParkedAsync(string follower, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<ParkedFact>>(state.Cursors.TryGetValue(follower, out var cursor)
                ? [.. cursor.Parked.OrderByDescending(p => p.Position).Take(take)]
                : []);
    }

    /// <summary>Facts in memory go with the process.</summary>
    public ValueTask<int> TrimAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) => ValueTask.FromResult(0);

    public async ValueTask WaitAsync(long after, CancellationToken cancellationToken)
    {
        var next = signals.Facts.Next;
        if (await GetHeadAsync(cancellationToken) <= after) await Pulse.WaitAsync(next, _poll, timeProvider, cancellationToken);
    }
}
