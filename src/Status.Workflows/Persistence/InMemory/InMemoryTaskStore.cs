using Status.Workflows.Composition;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Open tasks in memory.</summary>
internal sealed class InMemoryTaskStore(InMemoryState state) : ITaskStore
{
    public Write Open(OpenTask task) => new($"task/{task.Id}", "")
    {
        InMemory = _ =>
        {
            lock (state.Gate) return state.Tasks.TryAdd(task.Id, task);
        },
    };

    public Write Close(string taskId) => new($"task-end/{taskId}", "")
    {
        InMemory = _ =>
        {
            lock (state.Gate) return state.Tasks.Remove(taskId);
        },
    };

    public ValueTask<(IReadOnlyList<OpenTask> Items, long Total)> ListAsync(string? name, int skip, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            OpenTask[] open = [.. state.Tasks.Values.Where(t => (name is null || t.Name == name) && IsOpen(t) && !IsAnswered(t)).OrderBy(t => t.CreatedAt).ThenBy(t => t.Id, StringComparer.Ordinal)];
            IReadOnlyList<OpenTask> page = [.. open.Skip(skip).Take(take)];
            return ValueTask.FromResult((page, (long)open.Length));
        }
    }

    public ValueTask<OpenTask?> FindAsync(string taskId, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.Tasks.GetValueOrDefault(taskId) is { } task && IsOpen(task) ? task : null);
    }

    public ValueTask<IReadOnlyList<OpenTask>> ListOfAsync(InstanceId run, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult<IReadOnlyList<OpenTask>>([.. state.Tasks.Values.Where(t => t.InstanceId == run.Value && IsOpen(t)).OrderBy(t => t.Id, StringComparer.Ordinal)]);
    }

    public ValueTask<int> SweepAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var gone = state.Tasks.Values.Where(t => !IsOpen(t)).Select(t => t.Id).ToList();
            foreach (var id in gone) state.Tasks.Remove(id);
            return ValueTask.FromResult(gone.Count);
        }
    }

    private bool IsAnswered(OpenTask task) =>
        state.OpenItems.Values.Any(i => i.Item.InstanceId == task.InstanceId && i.Item.StimulusHash == task.Hash && i.ParkedReason is null);

    private bool IsOpen(OpenTask task) => state.Bookmarks.Values.Any(b => b.Hash == task.Hash && b.InstanceId.Value == task.InstanceId);
}
