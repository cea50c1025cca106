using Status.Activities.Compliance;

namespace Status.Activities.Registry.Computations;

/// <summary>Computations in memory, for tests and benchmarks.</summary>
public sealed class InMemoryComputationStore : IComputationStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ComputationGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Computation Computation, DateTimeOffset At)> _computations = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<ComputationGroup?> FindGroupAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_groups.GetValueOrDefault(id));
    }

    /// <inheritdoc/>
    public Task<(IReadOnlyList<Computation> Items, long Total)> ListAsync(ComputationFilter filter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var matching = _computations.Values
                .Where(entry => (filter.Group is null || entry.Computation.Group == filter.Group)
                    && (filter.ControlId is null || entry.Computation.ControlId == filter.ControlId)
                    && (filter.From is null || entry.At >= filter.From) && (filter.To is null || entry.At < filter.To))
                .OrderByDescending(entry => entry.At).ThenBy(entry => entry.Computation.Id, StringComparer.Ordinal)
                .Select(entry => entry.Computation).ToList();
            return Task.FromResult<(IReadOnlyList<Computation>, long)>(([.. matching.Skip(filter.Skip).Take(filter.Take)], matching.Count));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ComputationSummary>> SummariseAsync(IReadOnlyList<ComputationQuery> queries, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<ComputationSummary>>([.. queries.Select(Summarise)]);
    }

    internal bool Start(string group, DateTimeOffset at)
    {
        lock (_gate) return _groups.TryAdd(group, new(group, at, null));
    }

    internal bool Record(Computation computation, DateTimeOffset at)
    {
        lock (_gate)
        {
            _groups.TryAdd(computation.Group, new(computation.Group, at, null));
            return _computations.TryAdd(computation.Id, (computation, at));
        }
    }

    internal bool Complete(string group, DateTimeOffset at)
    {
        lock (_gate)
        {
            var known = _groups.GetValueOrDefault(group) ?? new(group, at, null);
            if (known.DoneAt is not null) return false;
            _groups[group] = known with { DoneAt = at };
            return true;
        }
    }

    private ComputationSummary Summarise(ComputationQuery query)
    {
        var best = _computations.Values.Select(entry => entry.Computation)
            .Where(computation => (query.ControlId is null || computation.ControlId == query.ControlId) && query.Scope.Covers(computation.Scope))
            .Where(computation => _groups[computation.Group].DoneAt is not null)
            .Where(computation => computation.Group == query.Group || (computation.Window.To > query.Window.From && computation.Window.To <= query.Window.To))
            .GroupBy(computation => computation.Group)
            .OrderByDescending(group => group.Key == query.Group).ThenByDescending(group => _groups[group.Key].DoneAt).ThenBy(group => group.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best is null) return ComputationSummary.None;
        var evidences = best.SelectMany(computation => computation.Evidences).ToList();
        return new(best.Key, evidences.Count(evidence => evidence.Result == true), evidences.Count);
    }
}
