using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Items of bulk dispatches in memory.</summary>
internal sealed class InMemoryDispatchList(InMemoryState state) : IDispatchList
{
    public Write Keep(string key, string instanceId, DataArray items) => new($"dispatch/{key}", "")
    {
        InMemory = _ =>
        {
            lock (state.Gate) return state.DispatchLists.TryAdd(key, (instanceId, DataJson.ToUtf8(items)));
        },
    };

    public Write Forget(string key) => new($"dispatch-end/{key}", "")
    {
        InMemory = _ =>
        {
            lock (state.Gate) return state.DispatchLists.Remove(key);
        },
    };

    public ValueTask<DataArray> ReadAsync(string key, int from, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult(state.DispatchLists.TryGetValue(key, out var list) ? new DataArray(((DataArray)DataJson.Parse(list.Items)!).Skip(from).Take(take)) : []);
    }
}
