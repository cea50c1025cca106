using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Definitions;

/// <summary>Keeps definitions: drafts and immutable published versions, and the index of their triggers. Adapters: PostgreSQL and memory.</summary>
public interface IDefinitionStore
{
    /// <summary>
    /// Saves a version. A new version id inserts; an existing one is replaced, unless it was ever published and its JSON differs
    /// (<see cref="InvalidOperationException"/>). Publishing replaces the definition's trigger index and timers in the same transaction and
    /// invalidates compiled plans on every host.
    /// </summary>
    /// <param name="definition">The version.</param>
    /// <param name="triggers">What it listens to; looked at only when it is published.</param>
    /// <param name="timers">Its schedules; looked at only when it is published.</param>
    /// <param name="expectedRevision">The newest revision of the definition that the caller knows; <c>null</c> = do not compare.</param>
    /// <param name="note">Makes what is committed with the save; asked only when the version is saved.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// <c>false</c> when the definition has another revision by now, or when a version is to be published whose HTTP route another definition took meanwhile (looked at only with an
    /// expected revision): nothing was saved, and the caller looks again.
    /// </returns>
    ValueTask<bool> TrySaveAsync(
        StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, long? expectedRevision, Func<DefinitionRow, CommitNote>? note,
        CancellationToken cancellationToken);

    /// <summary>A version by its id, also a hidden one; <c>null</c> when there is none.</summary>
    ValueTask<StoredDefinition?> GetVersionAsync(string versionId, CancellationToken cancellationToken);

    /// <summary>Versions by their ids, also hidden ones, in the order of the ids; unknown ids are left out.</summary>
    ValueTask<IReadOnlyList<StoredDefinition>> GetVersionsAsync(IReadOnlyList<string> versionIds, CancellationToken cancellationToken);

    /// <summary>The published version, or the latest one (draft or not); <c>null</c> when there is none.</summary>
    ValueTask<StoredDefinition?> GetAsync(string definitionId, DefinitionVersion version, CancellationToken cancellationToken);

    /// <summary>The latest version with the highest numbers that were ever given; what a save starts from.</summary>
    ValueTask<DefinitionHead> GetHeadAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>Versions that match, without their JSON, with the total number.</summary>
    ValueTask<(IReadOnlyList<DefinitionRow> Items, long Total)> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken);

    /// <summary>Takes the published version of a definition out of service: it stays, its triggers and timers go.</summary>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="note">Makes what is committed with it, from the version that was published.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><c>false</c> when none was published.</returns>
    ValueTask<bool> RetractAsync(string definitionId, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes versions. One that has runs is only hidden: the runs still find it. The newest version that is left becomes the latest one; triggers and timers of a published one go.
    /// </summary>
    /// <param name="versionIds">The versions; unknown ones are passed over.</param>
    /// <param name="note">Makes what is committed with it, from each version that was there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The versions that were there.</returns>
    ValueTask<IReadOnlyList<DefinitionRow>> DeleteAsync(IReadOnlyList<string> versionIds, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken);

    /// <summary>All triggers of published definitions.</summary>
    ValueTask<IReadOnlyList<TriggerRecord>> GetTriggersAsync(CancellationToken cancellationToken);

    /// <summary>Raised on every host when published definitions changed.</summary>
    event Action? Changed;
}
