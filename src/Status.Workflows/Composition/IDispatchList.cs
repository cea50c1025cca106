using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>
/// Items of long bulk dispatches, beside the runs that dispatch them: the state of a run is written with each of its commits, its items once. They go with the run at the latest. Adapters:
/// PostgreSQL and memory.
/// </summary>
public interface IDispatchList
{
    /// <summary>The write that keeps items, once per key; rides on the commit that dispatches the first of them.</summary>
    /// <param name="key">Names the list.</param>
    /// <param name="instanceId">The run that dispatches them.</param>
    /// <param name="items">The items.</param>
    Write Keep(string key, string instanceId, DataArray items);

    /// <summary>The write that forgets a list; rides on the commit that is done with it.</summary>
    /// <param name="key">Names the list.</param>
    Write Forget(string key);

    /// <summary>Items of a list from an index on, at most <paramref name="take"/>; empty before the commit that keeps them.</summary>
    ValueTask<DataArray> ReadAsync(string key, int from, int take, CancellationToken cancellationToken);
}
