using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Execution;
using Status.Workflows.Feed.Outbox;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Deliveries in memory.</summary>
internal sealed class InMemoryDeliveryStore(InMemoryState state, StoreSignals signals, TimeProvider timeProvider) : IDeliveryStore
{
    private readonly Dictionary<string, Entry> _entries = [];

    public Write Accept(Delivery delivery, DateTimeOffset now) => new(delivery.Key, "")
    {
        // The commit that executes this holds the gate.
        InMemory = services => ((InMemoryDeliveryStore)services.GetRequiredService<IDeliveryStore>())._entries.TryAdd(delivery.Key, new Entry(delivery) { NextAt = now }),
    };

    public ValueTask<(IReadOnlyList<Delivery> Due, DateTimeOffset? NextAt)> ClaimAsync(string host, int max, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var now = timeProvider.GetUtcNow();
            var waiting = _entries.Values.Where(e => !e.IsOver && (e.ClaimedBy is null || !state.IsAlive(e.ClaimedBy, now))).OrderBy(e => e.NextAt).ToList();
            var due = waiting.Where(e => e.NextAt <= now).Take(max).ToList();
            foreach (var entry in due) entry.ClaimedBy = host;
            var next = waiting.Except(due).Select(e => (DateTimeOffset?)e.NextAt).FirstOrDefault();
            return ValueTask.FromResult<(IReadOnlyList<Delivery>, DateTimeOffset?)>(([.. due.Select(e => e.Delivery)], next));
        }
    }

    public ValueTask<bool> RecordAsync(string host, DeliveryResult result, CancellationToken cancellationToken)
    {
        var head = 0L;
        lock (state.Gate)
        {
            if (!_entries.TryGetValue(result.Delivery.Key, out var entry) || entry.ClaimedBy != host || entry.IsOver) return ValueTask.FromResult(false);
            entry.Delivery = entry.Delivery with { Attempts = entry.Delivery.Attempts + 1 };
            entry.ClaimedBy = null;
            entry.IsOver = result.Verdict != DeliveryVerdict.Again;
            entry.IsDead = result.Verdict == DeliveryVerdict.Dead;
            entry.NextAt = result.NextAt ?? entry.NextAt;
            var now = timeProvider.GetUtcNow();
            if (result.Stimulus is { } stimulus) state.Enqueue([stimulus], now);
            if (result.Fact is { } fact) head = state.Append([new FactRow(fact, result.Delivery.Cause, result.Delivery.Depth + 1, null)], now);
        }

        if (head > 0) signals.FactsCommitted(head);
        signals.Inbox.Set();
        return ValueTask.FromResult(true);
    }

    public ValueTask<bool> RetryAsync(string key, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || !entry.IsDead) return ValueTask.FromResult(false);
            (entry.IsDead, entry.IsOver, entry.NextAt) = (false, false, timeProvider.GetUtcNow());
            entry.Delivery = entry.Delivery with { Attempts = 0 };
        }

        signals.Deliveries.Set();
        return ValueTask.FromResult(true);
    }

    public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult(new DeliveryCounts(_entries.Values.Count(e => !e.IsOver), _entries.Values.Count(e => e.IsDead)));
    }

    private sealed class Entry(Delivery delivery)
    {
        public Delivery Delivery { get; set; } = delivery;

        public DateTimeOffset NextAt { get; set; }

        public string? ClaimedBy { get; set; }

        public bool IsOver { get; set; }

        public bool IsDead { get; set; }
    }
}
