using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Definitions in memory.</summary>
internal sealed class InMemoryDefinitionStore(InMemoryState state, StoreSignals signals) : IDefinitionStore
{
    public event Action? Changed;

    public ValueTask SaveAsync(
        StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (state.Definitions.TryGetValue(definition.Id, out var before) && before.IsPublished)
                throw new InvalidOperationException($"Version {definition.Id} of definition {definition.DefinitionId} is published and never changes. Save a new version.");
            foreach (var other in state.Definitions.Values.Where(d => d.DefinitionId == definition.DefinitionId).ToList())
                state.Definitions[other.Id] = other with
                {
                    IsLatest = other.IsLatest && !definition.IsLatest,
                    IsPublished = other.IsPublished && !definition.IsPublished,
                };
            state.Definitions[definition.Id] = definition with { CreatedAt = before?.CreatedAt ?? definition.CreatedAt };
            if (definition.IsPublished)
            {
                state.Triggers.RemoveAll(t => t.DefinitionId == definition.DefinitionId);
                state.Triggers.AddRange(triggers);
                InMemoryTimerStore.Replace(state, definition.DefinitionId, timers);
            }
        }

        if (definition.IsPublished)
        {
            signals.Timers.Set();
            Changed?.Invoke();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredDefinition?> GetVersionAsync(string versionId, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.Definitions.GetValueOrDefault(versionId));
    }

    public ValueTask<StoredDefinition?> GetAsync(string definitionId, DefinitionVersion version, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult(state.Definitions.Values.FirstOrDefault(
                d => d.DefinitionId == definitionId && (version == DefinitionVersion.Latest ? d.IsLatest : d.IsPublished)));
    }

    public ValueTask<(IReadOnlyList<StoredDefinition> Items, long Total)> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var all = state.Definitions.Values.Where(d => Matches(d, filter))
                .OrderBy(d => d.Name, StringComparer.Ordinal).ThenBy(d => d.DefinitionId, StringComparer.Ordinal).ThenBy(d => d.Version).ToList();
            return ValueTask.FromResult<(IReadOnlyList<StoredDefinition>, long)>(([.. all.Skip(filter.Skip).Take(Math.Clamp(filter.Take, 1, 1000))], all.Count));
        }
    }

    public ValueTask<IReadOnlyList<TriggerRecord>> GetTriggersAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<TriggerRecord>>(
                [.. state.Triggers.OrderBy(t => t.DefinitionId, StringComparer.Ordinal).ThenBy(t => t.ActivityId, StringComparer.Ordinal)]);
    }

    private static bool Matches(StoredDefinition definition, DefinitionFilter filter) =>
        (!filter.LatestOnly || definition.IsLatest)
        && (!filter.PublishedOnly || definition.IsPublished)
        && (filter.DefinitionIds is null || filter.DefinitionIds.Contains(definition.DefinitionId))
        && (filter.Search is null
            || definition.Name.Contains(filter.Search, StringComparison.OrdinalIgnoreCase)
            || definition.DefinitionId.Contains(filter.Search, StringComparison.OrdinalIgnoreCase));
}
