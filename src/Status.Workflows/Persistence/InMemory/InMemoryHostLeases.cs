using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Host leases in memory.</summary>
internal sealed class InMemoryHostLeases(InMemoryState state, StoreSignals signals, TimeProvider timeProvider) : IHostLeases
{
    private static readonly TimeSpan _firstLease = TimeSpan.FromSeconds(30);

    /// <summary>Gives a host that never had a heartbeat its first lease; the caller holds the gate.</summary>
    public void Ensure(string host)
    {
        if (!state.Hosts.ContainsKey(host)) Beat(host, _firstLease);
    }

    /// <summary>Frees a run in the middle of a burst and has it gone on with; the caller holds the gate.</summary>
    public void Free(StoredRun run)
    {
        var id = run.Record.Id.Value;
        state.Runs[id] = run with { Owner = null };
        state.Enqueue([new InboxItem { Id = $"continue/{id}/{run.Record.Revision}", Kind = InboxItemKind.Continue, InstanceId = id }], timeProvider.GetUtcNow());
    }

    public ValueTask BeatAsync(string host, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (state.Gate) Beat(host, lease);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> RecoverAsync(CancellationToken cancellationToken)
    {
        int recovered;
        var called = 0;
        lock (state.Gate)
        {
            var now = timeProvider.GetUtcNow();
            var items = state.OpenItems.Values.Where(i => i.ClaimedBy is not null && !state.IsAlive(i.ClaimedBy, now)).ToList();
            foreach (var item in items) item.ClaimedBy = null;
            var runs = state.Runs.Values.Where(r => r.Owner is not null && !state.IsAlive(r.Owner, now)).ToList();
            foreach (var run in runs) Free(run);
            foreach (var hash in state.OpenItems.Values.Where(i => i.Item.InstanceId is null).Select(i => i.Item.StimulusHash!).Distinct().ToList()) state.Match(hash);
            recovered = items.Count + runs.Count;
            foreach (var definition in state.OpenItems.Values.Where(i => i.IsHeld).Select(i => i.LimitedBy).OfType<string>().Distinct().ToList()) called += state.CallHeld(definition, now, least: 1);
        }

        if (recovered + called > 0) signals.Inbox.Set();
        return ValueTask.FromResult(recovered);
    }

    public async ValueTask RetireAsync(string host, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            Beat(host, TimeSpan.Zero);
            foreach (var cursor in state.Cursors.Values.Where(c => c.Host == host)) cursor.Host = null;
        }

        await RecoverAsync(cancellationToken);
    }

    public ValueTask<IReadOnlyList<HostStatus>> GetHostsAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var now = timeProvider.GetUtcNow();
            return ValueTask.FromResult<IReadOnlyList<HostStatus>>(
                [.. state.Hosts.Select(h => new HostStatus(h.Key, h.Value.StartedAt, h.Value.BeatAt, h.Value.LeaseUntil > now)).OrderByDescending(h => h.StartedAt)]);
        }
    }

    private void Beat(string host, TimeSpan lease)
    {
        var now = timeProvider.GetUtcNow();
        var startedAt = state.Hosts.TryGetValue(host, out var known) ? known.StartedAt : now;
        state.Hosts[host] = (startedAt, now, now + lease);
    }
}
