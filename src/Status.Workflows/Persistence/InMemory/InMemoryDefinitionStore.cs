using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Definitions in memory.</summary>
internal sealed class InMemoryDefinitionStore(InMemoryState state, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IDefinitionStore
{
    public event Action? Changed;

    public ValueTask<bool> TrySaveAsync(
        StoredDefinition definition, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers, long? expectedRevision, Func<DefinitionRow, CommitNote>? note,
        CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var versions = state.Definitions.Values.Where(d => d.DefinitionId == definition.DefinitionId).ToList();
            if (expectedRevision is { } expected && versions.Select(d => d.Revision).DefaultIfEmpty().Max() != expected) return ValueTask.FromResult(false);
            if (state.Definitions.TryGetValue(definition.Id, out var before) && before.PublishedAt is not null && before.Json != definition.Json)
                throw new InvalidOperationException($"Version {definition.Id} of definition {definition.DefinitionId} was published and never changes. Save a new version.");
            if (definition.IsPublished && expectedRevision is not null
                && triggers.Any(t => t.IsExclusive && state.Triggers.Exists(o => o.DefinitionId != definition.DefinitionId && o.Hash == t.Hash))) return ValueTask.FromResult(false);
            Enlist(note, definition);
            foreach (var other in versions)
                state.Definitions[other.Id] = other with
                {
                    IsLatest = other.IsLatest && !definition.IsLatest,
                    IsPublished = other.IsPublished && !definition.IsPublished,
                };
            state.Definitions[definition.Id] = definition with
            {
                CreatedAt = before?.CreatedAt ?? definition.CreatedAt,
                PublishedAt = before?.PublishedAt ?? definition.PublishedAt ?? (definition.IsPublished ? definition.CreatedAt : null),
            };
            if (definition.IsPublished)
            {
                Index(definition.DefinitionId, triggers, timers);
                state.ChangeLimit(definition.DefinitionId, definition.MostRunning, timeProvider.GetUtcNow());
            }
        }

        if (definition.IsPublished) TellChanged();
        return ValueTask.FromResult(true);
    }

    public ValueTask<StoredDefinition?> GetVersionAsync(string versionId, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.Definitions.GetValueOrDefault(versionId));
    }

    public ValueTask<IReadOnlyList<StoredDefinition>> GetVersionsAsync(IReadOnlyList<string> versionIds, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<StoredDefinition>>(
                [.. versionIds.Distinct(StringComparer.Ordinal).Select(id => state.Definitions.GetValueOrDefault(id)).OfType<StoredDefinition>()]);
    }

    public ValueTask<StoredDefinition?> GetAsync(string definitionId, DefinitionVersion version, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult(state.Definitions.Values.FirstOrDefault(
                d => d.DefinitionId == definitionId && (version == DefinitionVersion.Latest ? d.IsLatest : d.IsPublished)));
    }

    public ValueTask<DefinitionHead> GetHeadAsync(string definitionId, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var versions = state.Definitions.Values.Where(d => d.DefinitionId == definitionId).ToList();
            return ValueTask.FromResult(versions.Count == 0
                ? DefinitionHead.None
                : new DefinitionHead(versions.Find(d => d.IsLatest), versions.Max(d => d.Version), versions.Max(d => d.Revision)));
        }
    }

    public ValueTask<(IReadOnlyList<DefinitionRow> Items, long Total)> ListAsync(DefinitionFilter filter, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var all = Ordered(state.Definitions.Values.Where(d => Matches(d, filter)), filter).ToList();
            return ValueTask.FromResult<(IReadOnlyList<DefinitionRow>, long)>(([.. all.Skip(filter.Skip).Take(filter.Take ?? int.MaxValue)], all.Count));
        }
    }

    public ValueTask<bool> RetractAsync(string definitionId, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (state.Definitions.Values.FirstOrDefault(d => d.DefinitionId == definitionId && d.IsPublished) is not { } published) return ValueTask.FromResult(false);
            Enlist(note, published);
            state.Definitions[published.Id] = published with { IsPublished = false };
            Index(definitionId, [], []);
        }

        TellChanged();
        return ValueTask.FromResult(true);
    }

    public ValueTask<IReadOnlyList<DefinitionRow>> DeleteAsync(IReadOnlyList<string> versionIds, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken)
    {
        List<StoredDefinition> found;
        lock (state.Gate)
        {
            found = [.. versionIds.Distinct(StringComparer.Ordinal).Where(id => !state.HiddenDefinitions.Contains(id)).Select(id => state.Definitions.GetValueOrDefault(id)).OfType<StoredDefinition>()];
            Enlist(note, [.. found]);
            foreach (var version in found) Remove(version);
            foreach (var definitionId in found.Select(d => d.DefinitionId).Distinct(StringComparer.Ordinal)) ElectLatest(definitionId);
        }

        if (found.Count > 0) TellChanged();
        return ValueTask.FromResult<IReadOnlyList<DefinitionRow>>(found);
    }

    public ValueTask<IReadOnlyList<TriggerRecord>> GetTriggersAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<TriggerRecord>>(
                [.. state.Triggers.OrderBy(t => t.DefinitionId, StringComparer.Ordinal).ThenBy(t => t.ActivityId, StringComparer.Ordinal)]);
    }

    /// <summary>Goes before the change: a note that fails leaves everything as it was.</summary>
    private void Enlist(Func<DefinitionRow, CommitNote>? note, params IReadOnlyList<DefinitionRow> versions)
    {
        if (note is null || versions.Count == 0) return;
        signals.FactsCommitted(state.Append([.. versions.Select(note)], services, timeProvider.GetUtcNow()));
    }

    private void Remove(StoredDefinition version)
    {
        var hasRuns = state.Runs.Values.Any(r => r.Record.DefinitionVersionId == version.Id) || state.OpenItems.Values.Any(i => i.Item.DefinitionVersionId == version.Id);
        if (hasRuns)
        {
            state.HiddenDefinitions.Add(version.Id);
            state.Definitions[version.Id] = version with { IsLatest = false, IsPublished = false };
        }
        else
        {
            state.Definitions.Remove(version.Id);
        }

        if (version.IsPublished) Index(version.DefinitionId, [], []);
    }

    private void ElectLatest(string definitionId)
    {
        var left = state.Definitions.Values.Where(d => d.DefinitionId == definitionId && !state.HiddenDefinitions.Contains(d.Id)).MaxBy(d => d.Version);
        if (left is not null) state.Definitions[left.Id] = left with { IsLatest = true };
    }

    private void Index(string definitionId, IReadOnlyList<TriggerRecord> triggers, IReadOnlyList<TriggerTimer> timers)
    {
        state.Triggers.RemoveAll(t => t.DefinitionId == definitionId);
        state.Triggers.AddRange(triggers);
        InMemoryTimerStore.Replace(state, definitionId, timers);
    }

    private void TellChanged()
    {
        signals.Timers.Set();
        // Starts that a limit held back may have been called.
        signals.Inbox.Set();
        Changed?.Invoke();
    }

    private static IEnumerable<StoredDefinition> Ordered(IEnumerable<StoredDefinition> versions, DefinitionFilter filter)
    {
        var byName = versions.OrderBy(d => d.Name, StringComparer.Ordinal).ThenBy(d => d.DefinitionId, StringComparer.Ordinal).ThenBy(d => d.Version);
        return (filter.Order, filter.Descending) switch
        {
            (DefinitionOrder.Version, false) => byName.OrderBy(d => d.Version),
            (DefinitionOrder.Version, true) => byName.OrderByDescending(d => d.Version),
            (DefinitionOrder.Created, false) => byName.OrderBy(d => d.CreatedAt).ThenBy(d => d.DefinitionId, StringComparer.Ordinal).ThenBy(d => d.Version),
            (DefinitionOrder.Created, true) => byName.OrderByDescending(d => d.CreatedAt).ThenBy(d => d.DefinitionId, StringComparer.Ordinal).ThenByDescending(d => d.Version),
            (_, true) => byName.Reverse(),
            _ => byName,
        };
    }

    private bool Matches(StoredDefinition definition, DefinitionFilter filter) =>
        (filter.Ids is not null || !state.HiddenDefinitions.Contains(definition.Id))
        && filter.Versions.Includes(definition)
        && (filter.Ids is null || filter.Ids.Contains(definition.Id))
        && (filter.DefinitionIds is null || filter.DefinitionIds.Contains(definition.DefinitionId))
        && (filter.Name is null || definition.Name.Equals(filter.Name, StringComparison.OrdinalIgnoreCase))
        && (!filter.OnlyUsableAsActivity || System.Text.RegularExpressions.Regex.IsMatch(definition.Json, "\"usableAsActivity\"\\s*:\\s*true", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        && (filter.IsSystem is null || filter.IsSystem == definition.IsSystem)
        && (filter.Search is null
            || new[] { definition.Name, definition.DefinitionId, definition.Description ?? "", definition.Id }.Any(t => t.Contains(filter.Search, StringComparison.OrdinalIgnoreCase)));
}
