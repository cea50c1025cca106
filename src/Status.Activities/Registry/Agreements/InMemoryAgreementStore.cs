using System.Text.Json;
using Status.Activities.Compliance;

namespace Status.Activities.Registry.Agreements;

/// <summary>Agreements in memory, for tests and benchmarks.</summary>
/// <param name="time">Dates the versions.</param>
public sealed class InMemoryAgreementStore(TimeProvider time) : IAgreementStore
{
    private readonly Lock _gate = new();
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
    public Task<AgreementWrite> CreateAsync(string id, JsonElement document, string author, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry)) _entries[id] = entry = new();
            else if (!entry.IsDeleted) return Answer(AgreementWriteStatus.Duplicate, entry.Versions[^1]);
            entry.IsDeleted = false;
            return Answer(AgreementWriteStatus.Created, Append(entry, id, document, author));
        }
    }

    /// <inheritdoc/>
    public Task<AgreementWrite> ReplaceAsync(string id, JsonElement document, string author, int? expectedVersion, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry) || entry.IsDeleted) return Answer(AgreementWriteStatus.NotFound, null);
            var current = entry.Versions[^1];
            if (expectedVersion is { } expected && expected != current.Version) return Answer(AgreementWriteStatus.Conflict, current);
            return CanonicalJson.Digest(document) == current.Digest
                ? Answer(AgreementWriteStatus.Unchanged, current)
                : Answer(AgreementWriteStatus.Replaced, Append(entry, id, document, author));
        }
    }

    /// <inheritdoc/>
    public Task<AgreementWrite> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry) || entry.IsDeleted) return Answer(AgreementWriteStatus.NotFound, null);
            var current = entry.Versions[^1];
            if (expectedVersion is { } expected && expected != current.Version) return Answer(AgreementWriteStatus.Conflict, current);
            entry.IsDeleted = true;
            return Answer(AgreementWriteStatus.Replaced, null);
        }
    }

    private static Task<AgreementWrite> Answer(AgreementWriteStatus status, AgreementVersion? current) => Task.FromResult(new AgreementWrite(status, current));

    private AgreementVersion Append(Entry entry, string id, JsonElement document, string author)
    {
        var version = new AgreementVersion(id, entry.Versions.Count + 1, document.Clone(), CanonicalJson.Digest(document), time.GetUtcNow());
        entry.Versions.Add(version);
        entry.Author = author;
        return version;
    }

    private sealed class Entry
    {
        public List<AgreementVersion> Versions { get; } = [];

        public string Author { get; set; } = "";

        public bool IsDeleted { get; set; }
    }
}
