using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>Takes results of tasks: as accepted work, which the run that waits goes on with.</summary>
/// <param name="tasks">Open tasks.</param>
/// <param name="inbox">Accepts work.</param>
public sealed class TaskCompletion(ITaskStore tasks, IInbox inbox)
{
    /// <summary>Accepts the result of a task.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="result">The result, of the engine's closed set.</param>
    /// <param name="note">Committed with the acceptance; not for a repetition.</param>
    /// <param name="cancellationToken">Stops before the acceptance.</param>
    /// <returns>Whether there is such a task; a task is completed once, a repetition changes nothing.</returns>
    public async Task<bool> AcceptAsync(string taskId, object? result, Func<OpenTask, CommitNote> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (await tasks.FindAsync(taskId, cancellationToken) is not { } task) return false;
        var item = new InboxItem
        {
            Id = IdGenerator.Derive("task-result", taskId),
            Kind = InboxItemKind.Resume,
            InstanceId = task.InstanceId,
            StimulusHash = task.Hash,
            Payload = new DataObject { ["result"] = result },
        };
        await inbox.EnqueueAsync(item, note(task), cancellationToken);
        return true;
    }
}
