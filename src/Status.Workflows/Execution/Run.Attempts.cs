using Status.Workflows.Diagnostics;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <content>What guards of activities need: effects that can be taken back, and waits of their own.</content>
internal sealed partial class Run
{
    /// <summary>The effects collected so far.</summary>
    public EffectsMark MarkEffects() => new(Revision, _facts?.Count ?? 0, _writes?.Count ?? 0, _writers?.Count ?? 0, _added?.Count ?? 0);

    /// <summary>
    /// Takes back what a failed try has left: its effects, its waits, its children. What was committed meanwhile was collected before the mark (only then a burst commits in its middle),
    /// so after a commit everything that is still there belongs to the try.
    /// </summary>
    public void TakeBack(NodeExecution execution, EffectsMark mark)
    {
        if (mark.Revision != Revision) mark = new EffectsMark(Revision, 0, 0, mark.Writers, 0);
        Cut(_facts, mark.Facts);
        Cut(_writes, mark.Writes);
        Cut(_writers, mark.Writers);
        Cut(_added, mark.Added);
        EndWaits(execution);
    }

    /// <summary>Cancels what an execution waits for.</summary>
    public void EndWaits(NodeExecution execution)
    {
        if (execution.OpenChildren > 0) CancelChildren(execution);
        if (execution.OpenBookmarks == 0) return;
        // Ids of runs that it starts are made of its key; those that are given up here must not be taken for the next ones.
        if (CancelChildRuns(execution)) execution.Extras.Restarts++;
        BurnAll(execution);
    }

    /// <summary>A wait of a guard: goes on at <paramref name="due"/>, or when something resumes the bookmark.</summary>
    public OpenBookmark AddGuardBookmark(NodeExecution execution, string callback, DataObject payload, DateTimeOffset? due)
    {
        var bookmark = new OpenBookmark
        {
            Bookmark = new Bookmark
            {
                Id = IdGenerator.Derive(InstanceId, "bookmark", $"{++BookmarkCount}"),
                InstanceId = new InstanceId(InstanceId),
                Name = callback,
                Hash = Stimulus.Hash(callback, payload, execution.Id),
                Payload = payload,
                ActivityNodeId = execution.Node.NodeId,
                ActivityInstanceId = execution.Id,
                CorrelationId = CorrelationId,
                CreatedAt = TimeProvider.GetUtcNow(),
            },
            Execution = execution,
            CallbackName = callback,
            Due = due,
        };
        AddBookmark(bookmark);
        return bookmark;
    }

    /// <summary>Leaves what is scheduled to another burst.</summary>
    public void GoOnLater()
    {
        MoveTo(InstanceSubStatus.Suspended);
        Enqueue(new InboxItem { Id = IdGenerator.Derive(InstanceId, "continue", $"{ExecutionCount}"), Kind = InboxItemKind.Continue, InstanceId = InstanceId, Cause = Cause, Depth = Depth });
    }

    /// <summary>Ends the run as faulted with an incident of the run as a whole.</summary>
    public void FaultRun(string message, Exception exception)
    {
        _incidents.Add(new Incident("", "Workflow1", "Elsa.Workflow", message, exception.GetType().FullName!, TimeProvider.GetUtcNow()));
        Finish(InstanceSubStatus.Faulted);
    }

    /// <summary>A fault that the container catches: the execution ends, the run has no incident.</summary>
    private async ValueTask LeaveAsFaultAsync(NodeExecution parent, NodeExecution execution, Exception exception)
    {
        EndWaits(execution);
        execution.Status = ExecutionStatus.Faulted;
        RemoveLive(execution);
        Journal?.Add(execution, "Faulted", exception.Message);
        EngineDiagnostics.Faulted(execution.Node.Definition.Type);
        try
        {
            await parent.Node.Container!.OnChildFaultedAsync(parent, execution, exception);
        }
        catch (Exception e) when (IsFault(e))
        {
            await FaultAsync(parent, e);
        }
    }

    private static void Cut<T>(List<T>? list, int count)
    {
        if (list is not null && list.Count > count) list.RemoveRange(count, list.Count - count);
    }
}

/// <summary>How many effects there were at a moment.</summary>
internal readonly record struct EffectsMark(long Revision, int Facts, int Writes, int Writers, int Added);
