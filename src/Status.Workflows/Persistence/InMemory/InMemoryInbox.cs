using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Accepted work in memory.</summary>
internal sealed class InMemoryInbox(InMemoryState state, InMemoryHostLeases leases, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IInbox
{
    public ValueTask<int> EnqueueAsync(IReadOnlyList<InboxItem> items, CancellationToken cancellationToken)
    {
        int added;
        lock (state.Gate) added = state.Enqueue(items, timeProvider.GetUtcNow());
        signals.Inbox.Set();
        return ValueTask.FromResult(added);
    }

    public ValueTask<bool> EnqueueAsync(InboxItem item, CommitNote note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (state.Inbox.ContainsKey(item.Id)) return ValueTask.FromResult(false);
            Append(note);
            state.Enqueue([item], timeProvider.GetUtcNow());
        }

        signals.Inbox.Set();
        return ValueTask.FromResult(true);
    }

    public ValueTask<(InboxItem Start, DateTimeOffset AcceptedAt)?> FindStartAsync(InstanceId id, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var found = state.OpenItems.Values.FirstOrDefault(i => i.Item.Kind == InboxItemKind.Start && i.Item.InstanceId == id.Value);
            return ValueTask.FromResult<(InboxItem, DateTimeOffset)?>(found is null ? null : (found.Item, found.AcceptedAt));
        }
    }

    public ValueTask<int> ExpireAsync(DateTimeOffset acceptedBefore, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var late = state.OpenItems.Values.Where(i => i.Item.InstanceId is null && i.ParkedReason is null && i.AcceptedAt < acceptedBefore).ToList();
            foreach (var item in late) item.ParkedReason = InboxTarget.Expired;
            return ValueTask.FromResult(late.Count);
        }
    }

    public ValueTask<(IReadOnlyList<ParkedItem> Items, long Total)> ListParkedAsync(int skip, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var parked = state.OpenItems.Values.Where(i => i.ParkedReason is not null).Reverse().ToList();
            IReadOnlyList<ParkedItem> page = [.. parked.Skip(skip).Take(take).Select(i => new ParkedItem(i.Item, i.ParkedReason!, i.AcceptedAt))];
            return ValueTask.FromResult((page, (long)parked.Count));
        }
    }

    public ValueTask<bool> UnparkAsync(string itemId, CommitNote note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (state.Inbox.GetValueOrDefault(itemId) is not { ParkedReason: not null, IsConsumed: false } item) return ValueTask.FromResult(false);
            Append(note);
            item.ParkedReason = null;
            item.AcceptedAt = timeProvider.GetUtcNow();
            if (item.Item is { InstanceId: null, StimulusHash: { } hash }) state.Match(hash);
        }

        signals.Inbox.Set();
        return ValueTask.FromResult(true);
    }

    public ValueTask<ClaimedRun?> EnqueueClaimedAsync(InboxItem item, string host, CancellationToken cancellationToken)
    {
        ClaimedRun? claimed = null;
        lock (state.Gate)
        {
            if (state.Enqueue([item], timeProvider.GetUtcNow()) > 0) claimed = Claim(host, 1, item.InstanceId).SingleOrDefault();
        }

        if (claimed is null) signals.Inbox.Set();
        return ValueTask.FromResult(claimed);
    }

    public ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(string host, int maxRuns, CancellationToken cancellationToken) => ValueTask.FromResult(Claim(host, maxRuns, null));

    private IReadOnlyList<ClaimedRun> Claim(string host, int maxRuns, string? only)
    {
        lock (state.Gate)
        {
            leases.Ensure(host);
            var now = timeProvider.GetUtcNow();
            var atWork = state.OpenItems.Values.Where(i => i.ClaimedBy is not null).Select(i => i.Item.InstanceId).ToHashSet();
            var runs = state.OpenItems.Values
                .Where(i => IsReady(i, now) && (only is null || i.Item.InstanceId == only) && !atWork.Contains(i.Item.InstanceId) && state.Runs.GetValueOrDefault(i.Item.InstanceId!)?.Owner is null)
                .GroupBy(i => i.Item.InstanceId!).Take(maxRuns).Select(g => (Id: g.Key, Items: g.ToList())).ToList();
            // What is held with its start goes along when something new has come for the run.
            var claims = runs.ConvertAll(r => (r.Id, Items: state.OpenItems.Values.Where(i => r.Items.Contains(i) || (i.IsHeld && i.Item.InstanceId == r.Id && i.ParkedReason is null)).ToList()));
            foreach (var item in claims.SelectMany(r => r.Items)) (item.ClaimedBy, item.IsHeld) = (host, false);
            return [.. claims.Select(r => new ClaimedRun(new InstanceId(r.Id), [.. r.Items.Select(i => i.Item)]))];
        }
    }

    public ValueTask ReleaseAsync(string host, IReadOnlyList<string> itemIds, DateTimeOffset? notBefore, string? parkReason, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            foreach (var item in Claimed(host, itemIds))
            {
                item.ClaimedBy = null;
                item.ParkedReason = parkReason;
                if (notBefore > item.Item.NotBefore) item.Item = item.Item with { NotBefore = notBefore };
                if (notBefore is not null || parkReason is not null) state.CallBehind([item], timeProvider.GetUtcNow());
            }
        }

        signals.Inbox.Set();
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(string host, IReadOnlyList<string> itemIds, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var done = Claimed(host, itemIds);
            foreach (var item in done) state.Consume(item.Item.Id, timeProvider.GetUtcNow());
            state.CallBehind(done, timeProvider.GetUtcNow());
        }

        signals.Inbox.Set();
        return ValueTask.CompletedTask;
    }

    public ValueTask AbandonAsync(string host, InstanceId id, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            foreach (var item in state.OpenItems.Values.Where(i => i.Item.InstanceId == id.Value && i.ClaimedBy == host)) item.ClaimedBy = null;
            if (state.Runs.GetValueOrDefault(id.Value) is { } run && run.Owner == host) leases.Free(run);
        }

        signals.Inbox.Set();
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> TrimAsync(DateTimeOffset consumedBefore, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var old = state.Inbox.Where(i => i.Value.IsConsumed && i.Value.ConsumedAt < consumedBefore).Select(i => i.Key).ToList();
            foreach (var id in old) state.Inbox.Remove(id);
            foreach (var parked in state.OpenItems.Values.Where(i => i.ParkedReason is not null && i.AcceptedAt < consumedBefore).ToList())
            {
                state.OpenItems.Remove(parked.Sequence);
                state.Inbox.Remove(parked.Item.Id);
            }

            return ValueTask.FromResult(old.Count);
        }
    }

    public ValueTask<IReadOnlyList<MovingRun>> ListMovingAsync(int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<MovingRun>>([.. state.OpenItems.Values
                .Where(i => i.Item.Cause > 0 && i.ParkedReason is null && i.Item.InstanceId is not null && i.Item.Kind is InboxItemKind.Start or InboxItemKind.Resume)
                .GroupBy(i => i.Item.InstanceId!)
                .Take(take)
                .Select(items => new MovingRun(
                    new InstanceId(items.Key), items.First().Item.DefinitionId,
                    state.Runs.GetValueOrDefault(items.Key)?.Record.DefinitionVersionId ?? items.First().Item.DefinitionVersionId,
                    items.All(i => i.Item.Kind != InboxItemKind.Start || i.Item.TriggerActivityId is not null)))]);
        }
    }

    public ValueTask<InboxDepth> GetDepthAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var now = timeProvider.GetUtcNow();
            var parked = state.OpenItems.Values.Count(i => i.ParkedReason is not null);
            var claimed = state.OpenItems.Values.Count(i => i.ClaimedBy is not null);
            var ready = state.OpenItems.Values.Count(i => IsReady(i, now));
            return ValueTask.FromResult(new InboxDepth(ready, claimed, state.OpenItems.Count - parked - claimed - ready, parked));
        }
    }

    private void Append(CommitNote note) => signals.FactsCommitted(state.Append([note], services, timeProvider.GetUtcNow()));

    private static bool IsReady(StoredItem item, DateTimeOffset now) =>
        item.ClaimedBy is null && item.ParkedReason is null && !item.IsHeld && item.Item.InstanceId is not null && item.Item.NotBefore <= now;

    private List<StoredItem> Claimed(string host, IReadOnlyList<string> itemIds) =>
        [.. itemIds.Select(id => state.Inbox.GetValueOrDefault(id)).OfType<StoredItem>().Where(i => i.ClaimedBy == host && !i.IsConsumed)];
}
