using System.Collections.Concurrent;
using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;

namespace Status.Host.Api.Registry;

/// <summary>Reads the current agreements for screens; a version's document is parsed once and kept while it is the current one.</summary>
internal sealed class AgreementLibrary(IAgreementCatalog catalog, AgreementReader reader)
{
    private readonly ConcurrentDictionary<string, ReadAgreement> _read = new(StringComparer.Ordinal);

    /// <summary>Every agreement, by id.</summary>
    public async Task<IReadOnlyList<ReadAgreement>> ListAsync(CancellationToken cancellationToken)
    {
        var versions = await catalog.ListCurrentAsync(cancellationToken);
        var current = versions.Select(version => version.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in _read.Keys.Where(id => !current.Contains(id))) _read.TryRemove(id, out _);
        return [.. versions.Select(Read)];
    }

    /// <summary>The current version of one agreement; <c>null</c> when there is none.</summary>
    public async Task<ReadAgreement?> FindAsync(string id, CancellationToken cancellationToken) =>
        await catalog.FindAsync(id, null, cancellationToken) is { } version ? Read(version) : null;

    private ReadAgreement Read(AgreementVersion version)
    {
        // The digest too: an agreement that was deleted and made again begins at version 1 again.
        if (_read.TryGetValue(version.Id, out var known) && known.Version.Version == version.Version && known.Version.Digest == version.Digest) return known;
        var read = reader.TryRead(version.Document, out var agreement, out var problems)
            ? new ReadAgreement(version, agreement, [])
            : new ReadAgreement(version, null, [.. problems.Select(problem => problem.ToString())]);
        _read[version.Id] = read;
        return read;
    }
}
