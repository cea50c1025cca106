using System.Collections.Concurrent;
using Status.Activities.Compliance;

namespace Status.Activities.Evidence.Storage;

/// <summary>Evidence without a database, for tests and benchmarks.</summary>
internal sealed class InMemoryEvidence(TimeProvider timeProvider) : IEvidenceBlobs, IEvidenceIndex
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, DateTimeOffset TouchedAt)> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EvidenceRecord> _items = new(StringComparer.Ordinal);

    /// <summary>Every item that was committed.</summary>
    public IReadOnlyCollection<EvidenceRecord> Items => _items.Values.ToArray();

    /// <summary>What the write does here: <c>false</c> when the item was there already.</summary>
    public bool Add(EvidenceRecord record) => _blobs.ContainsKey(record.Digest)
        ? _items.TryAdd(record.Id, record)
        : throw new InvalidOperationException($"No bytes are stored under {record.Digest}.");

    public Task StoreAsync(string digest, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _blobs[digest] = (bytes.ToArray(), timeProvider.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.TryGetValue(digest, out var blob) ? Digest.Check(digest, blob.Bytes) : null);

    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var referred = _items.Values.Select(item => item.Digest).ToHashSet(StringComparer.Ordinal);
        var orphans = _blobs.Where(blob => blob.Value.TouchedAt < before && !referred.Contains(blob.Key)).Take(limit).ToList();
        return Task.FromResult(orphans.Count(_blobs.TryRemove));
    }

    public Task<IReadOnlyList<EvidenceReference>> FindAsync(EvidenceQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EvidenceReference>>(
            [.. _items.Values
                .Where(item => query.ControlId is null || item.ControlId == query.ControlId)
                .Where(item => query.Scope is null || query.Scope.Covers(item.Scope))
                .Where(item => query.Window.Contains(item.CollectedAt))
                .Where(item => query.ValidAt is not { } at || (item.ValidFrom <= at && !(item.ValidUntil <= at)))
                .OrderBy(item => item.CollectedAt).ThenBy(item => item.Id, StringComparer.Ordinal)
                .Select(item => item.ToReference())]);
}
