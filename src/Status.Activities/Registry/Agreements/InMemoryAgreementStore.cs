using System.Text.Json;
using Status.Activities.Compliance;
using Status.Workflows.Feed;

namespace Status.Activities.Registry.Agreements;

/// <summary>Agreements in memory, for tests and benchmarks.</summary>
/// <param name="time">Dates the versions.</param>
/// <param name="feed">Takes the notes, in memory too; without one, changes with notes are refused.</param>
public sealed class InMemoryAgreementStore(TimeProvider time, IFeed? feed = null) : IAgreementStore, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<AgreementVersion?> FindAsync(string id, int? version, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var found = _entries.TryGetValue(id, out var entry) && !entry.IsDeleted
                ? entry.Versions.Find(candidate => candidate.Version == (version ?? entry.Versions.Count))
                : null;
            return Task.FromResult(found);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgreementVersion>> ListCurrentAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<AgreementVersion>>([.. _entries.Values.Where(entry => !entry.IsDeleted).Select(entry => entry.Versions[^1])]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgreementVersion>> ListVersionsAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AgreementVersion>>(
                _entries.TryGetValue(id, out var entry) && !entry.IsDeleted ? [.. Enumerable.Reverse(entry.Versions)] : []);
        }
    }

    /// <inheritdoc/>
    public Task<AgreementAuthor?> FindAuthorAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_entries.TryGetValue(id, out var entry) ? new AgreementAuthor(entry.Author, entry.Versions[^1].Digest, entry.IsDeleted) : null);
    }

    /// <inheritdoc/>
    public Task<AgreementWrite> CreateAsync(string id, JsonElement document, string author, AgreementNote? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, note, entry => entry is { IsDeleted: false }
            ? new(AgreementWriteStatus.Duplicate, entry.Versions[^1])
            : new(AgreementWriteStatus.Created, Next(entry, id, document)), author, cancellationToken);

    /// <inheritdoc/>
    public Task<AgreementWrite> ReplaceAsync(
        string id, JsonElement document, string author, int? expectedVersion, AgreementNote? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, note, entry =>
        {
            if (entry is not { IsDeleted: false }) return new(AgreementWriteStatus.NotFound, null);
            var current = entry.Versions[^1];
            if (expectedVersion is { } expected && expected != current.Version) return new(AgreementWriteStatus.Conflict, current);
            return CanonicalJson.Digest(document) == current.Digest ? new(AgreementWriteStatus.Unchanged, current) : new(AgreementWriteStatus.Replaced, Next(entry, id, document));
        }, author, cancellationToken);

    /// <inheritdoc/>
    public Task<AgreementWrite> DeleteAsync(string id, int? expectedVersion, AgreementNote? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, note, entry =>
        {
            if (entry is not { IsDeleted: false }) return new(AgreementWriteStatus.NotFound, null);
            var current = entry.Versions[^1];
            return expectedVersion is { } expected && expected != current.Version ? new(AgreementWriteStatus.Conflict, current) : new(AgreementWriteStatus.Replaced, null);
        }, "", cancellationToken);

    private async Task<AgreementWrite> ChangeAsync(
        string id, AgreementNote? note, Func<Entry?, AgreementWrite> decide, string author, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            Entry? entry;
            lock (_gate) entry = _entries.GetValueOrDefault(id);
            var write = decide(entry);
            if (write.Status is not (AgreementWriteStatus.Created or AgreementWriteStatus.Replaced)) return write;
            // Before the change: a note that fails leaves everything as it was.
            if (note is not null) await (feed ?? throw new InvalidOperationException("A store without a feed takes no notes.")).AppendAsync([note(entry is { IsDeleted: false } ? entry.Versions[^1] : null, write.Current)], cancellationToken);
            lock (_gate) Apply(entry ?? (_entries[id] = new()), write.Current, author);
            return write;
        }
        finally
        {
            _writer.Release();
        }
    }

    private static void Apply(Entry entry, AgreementVersion? version, string author)
    {
        entry.IsDeleted = version is null;
        if (version is null) return;
        entry.Versions.Add(version);
        entry.Author = author;
    }

    private AgreementVersion Next(Entry? entry, string id, JsonElement document) =>
        new(id, (entry?.Versions.Count ?? 0) + 1, document.Clone(), CanonicalJson.Digest(document), time.GetUtcNow());

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private sealed class Entry
    {
        public List<AgreementVersion> Versions { get; } = [];

        public string Author { get; set; } = "";

        public bool IsDeleted { get; set; }
    }
}
