using Status.Workflows.Model.Data;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Definitions;

/// <summary>Keeps definitions: drafts and immutable published versions, and the index of their triggers. Adapters: PostgreSQL and memory.</summary>
public interface IDefinitionStore
{
    /// <summary>
    /// Saves a version. A new version id inserts; an existing unpublished one is replaced; a published one is never changed
    /// (<see cref="InvalidOperationException"/>). Publishing replaces the definition's trigger index and timers in the same transaction and
    /// invalidates compiled plans on every host.
    /// </summary>
    ValueTask SaveAsync(StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken);

    /// <summary>A version by its id; <c>null</c> when there is none.</summary>
    ValueTask<StoredDefinition?> GetVersionAsync(string versionId, CancellationToken cancellationToken);

    /// <summary>The published version, or the latest one (draft or not); <c>null</c> when there is none.</summary>
    ValueTask<StoredDefinition?> GetAsync(string definitionId, DefinitionVersion version, CancellationToken cancellationToken);

    /// <summary>Versions that match, ordered by name then version, with the total number.</summary>
    ValueTask<(IReadOnlyList<StoredDefinition> Items, long Total)> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken);

    /// <summary>All triggers of published definitions.</summary>
    ValueTask<IReadOnlyList<TriggerRecord>> GetTriggersAsync(CancellationToken cancellationToken);

    /// <summary>Raised on every host when published definitions changed.</summary>
    event Action? Changed;
}

/// <summary>Which version is asked for.</summary>
public enum DefinitionVersion
{
    /// <summary>The newest, draft or not.</summary>
    Latest,

    /// <summary>The published one.</summary>
    Published,
}

/// <summary>A version as stored.</summary>
public sealed record StoredDefinition
{
    /// <summary>Version id.</summary>
    public required string Id { get; init; }

    /// <summary>Logical id.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Version number from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Newest version of its definition.</summary>
    public required bool IsLatest { get; init; }

    /// <summary>The version that runs.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>When the version was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it: a user name, or <c>shipped</c> for a version that came with the product and nobody edited.</summary>
    public required string Author { get; init; }

    /// <summary>SHA-256 of <see cref="Json"/>, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>The definition in Elsa 3 format, unknown members included.</summary>
    public required string Json { get; init; }
}

/// <summary>A published trigger.</summary>
/// <param name="DefinitionId">Logical id of the definition.</param>
/// <param name="DefinitionVersionId">Version that is published.</param>
/// <param name="ActivityId">The trigger activity.</param>
/// <param name="Name">Stimulus name.</param>
/// <param name="Hash">Stimulus hash.</param>
/// <param name="Payload">What was hashed.</param>
/// <param name="Options">What the receiver needs but the hash leaves out.</param>
public sealed record TriggerRecord(string DefinitionId, string DefinitionVersionId, string ActivityId, string Name, string Hash, DataObject Payload, DataObject? Options);

/// <summary>Filter of a list of versions.</summary>
public sealed record DefinitionFilter
{
    /// <summary>Only the newest version of each definition.</summary>
    public bool LatestOnly { get; init; }

    /// <summary>Only published versions.</summary>
    public bool PublishedOnly { get; init; }

    /// <summary>Only these definitions; <c>null</c> = all.</summary>
    public IReadOnlyList<string>? DefinitionIds { get; init; }

    /// <summary>Text in name or definition id.</summary>
    public string? Search { get; init; }

    /// <summary>Rows to skip.</summary>
    public int Skip { get; init; }

    /// <summary>Rows to return; at most 1,000.</summary>
    public int Take { get; init; } = 100;
}
