namespace Status.Workflows.Execution;

/// <content>What ends without completing: executions that are cancelled with all below them, and the run itself.</content>
internal sealed partial class Run
{
    /// <summary>Cancels an execution in the middle of a run that goes on: its parent is told and goes on without it.</summary>
    public ValueTask CancelAndTellAsync(NodeExecution execution)
    {
        if (execution.Status is ExecutionStatus.Completed or ExecutionStatus.Canceled) return default;
        Cancel(execution);
        if (execution.Parent is not { } parent)
        {
            Finish(InstanceSubStatus.Cancelled);
            return default;
        }

        return HasEnded || parent.Status != ExecutionStatus.Running ? default : TellParentAsync(parent, execution);
    }

    /// <summary>Ends an execution and everything below it without completing it.</summary>
    public void Cancel(NodeExecution execution)
    {
        if (execution.Status is ExecutionStatus.Completed or ExecutionStatus.Canceled) return;
        execution.Status = ExecutionStatus.Canceled;
        if (execution.OpenChildren > 0) CancelChildren(execution);
        if (execution.OpenBookmarks > 0)
        {
            CancelChildRuns(execution);
            BurnAll(execution);
        }

        RemoveLive(execution);
        Journal?.Add(execution, "Canceled");
    }

    /// <summary>Ends the run: everything that lives is cancelled, nothing waits any more.</summary>
    public void Finish(InstanceSubStatus subStatus)
    {
        if (HasEnded || (Saga is not null && EndsLater(subStatus))) return;
        _queue.Clear();
        MoveTo(subStatus);
        if (subStatus == InstanceSubStatus.Faulted)
        {
            foreach (var wait in Bookmarks.ToArray()) LayDown(wait);
        }
        else
        {
            (_dormant, _kept) = (null, null);
            while (_firstLive is { } live) Cancel(Topmost(live));
        }

        Journal?.AddForRun(subStatus.ToString());
    }

    /// <summary>Ends everything below an execution. All of it is newer, so one walk from the execution to the newest finds it, parents before their children.</summary>
    private void CancelChildren(NodeExecution parent)
    {
        var below = new List<NodeExecution>(parent.OpenChildren);
        for (var live = parent.PreviousLive; live is not null; live = live.PreviousLive)
        {
            if (live.Parent != parent && live.Parent!.Status != ExecutionStatus.Canceled) continue;
            live.Status = ExecutionStatus.Canceled;
            below.Add(live);
        }

        BurnCanceled();
        for (var i = below.Count - 1; i >= 0; i--)
        {
            RemoveLive(below[i]);
            Journal?.Add(below[i], "Canceled");
        }
    }

    private static NodeExecution Topmost(NodeExecution execution)
    {
        while (execution.Parent is { Status: not (ExecutionStatus.Completed or ExecutionStatus.Canceled) } parent) execution = parent;
        return execution;
    }
}
