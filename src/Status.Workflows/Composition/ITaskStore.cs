using Status.Workflows.Execution;

namespace Status.Workflows.Composition;

/// <summary>Open tasks. Adapters: PostgreSQL and memory.</summary>
public interface ITaskStore
{
    /// <summary>The write that lists a task, once per id; rides on the commit that makes the run wait for it.</summary>
    Write Open(OpenTask task);

    /// <summary>The write that takes a task off the list; rides on the commit that goes on with its result.</summary>
    Write Close(string taskId);

    /// <summary>One page of the open tasks without an accepted result, oldest first, with the number of all; <paramref name="name"/> keeps those of one name.</summary>
    ValueTask<(IReadOnlyList<OpenTask> Items, long Total)> ListAsync(string? name, int skip, int take, CancellationToken cancellationToken);

    /// <summary>An open task; <c>null</c> when there is none with this id, or not any more.</summary>
    ValueTask<OpenTask?> FindAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>The open tasks of a run.</summary>
    ValueTask<IReadOnlyList<OpenTask>> ListOfAsync(InstanceId run, CancellationToken cancellationToken);

    /// <summary>Forgets tasks whose run does not wait for them any more; returns how many.</summary>
    ValueTask<int> SweepAsync(CancellationToken cancellationToken);
}
