using Status.Workflows.Scheduling;

namespace Status.Workflows.Definitions;

/// <summary>Shorter forms of what a store does.</summary>
public static class DefinitionStoreExtensions
{
    /// <summary>Saves a version whatever was saved meanwhile.</summary>
    /// <param name="store">The store.</param>
    /// <param name="definition">The version.</param>
    /// <param name="triggers">What it listens to.</param>
    /// <param name="timers">Its schedules.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask SaveAsync(
        this IDefinitionStore store, StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        await store.TrySaveAsync(definition, triggers, timers, expectedRevision: null, note: null, cancellationToken);
    }

    /// <summary>Saves a version without a note: what no person asked for.</summary>
    /// <param name="store">The store.</param>
    /// <param name="definition">The version.</param>
    /// <param name="triggers">What it listens to.</param>
    /// <param name="timers">Its schedules.</param>
    /// <param name="expectedRevision">The newest revision that the caller knows; <c>null</c> = do not compare.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was saved.</returns>
    public static ValueTask<bool> TrySaveAsync(
        this IDefinitionStore store, StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, long? expectedRevision,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.TrySaveAsync(definition, triggers, timers, expectedRevision, note: null, cancellationToken);
    }

    /// <summary>The version of a definition that the options choose, the newest of several; <c>null</c> when there is none.</summary>
    /// <param name="store">The store.</param>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="options">Which version.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<StoredDefinition?> FindAsync(this IDefinitionStore store, string definitionId, VersionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (options.Kind is VersionKind.Latest) return await store.GetAsync(definitionId, DefinitionVersion.Latest, cancellationToken);
        if (options.Kind is VersionKind.Published) return await store.GetAsync(definitionId, DefinitionVersion.Published, cancellationToken);
        var filter = new DefinitionFilter { DefinitionIds = [definitionId], Versions = options, Order = DefinitionOrder.Version, Descending = true, Take = 1 };
        var (items, _) = await store.ListAsync(filter, cancellationToken);
        return items.Count == 0 ? null : await store.GetVersionAsync(items[0].Id, cancellationToken);
    }
}
