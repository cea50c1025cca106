using Status.Workflows.Diagnostics;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <content>The burst loop: what runs, completes and faults.</content>
internal sealed partial class Run
{
    /// <summary>Begins the run at its root; the trigger that started it gets the stimulus.</summary>
    public void Start(string? triggerActivityId, DataObject? stimulusInput)
    {
        MoveTo(InstanceSubStatus.Executing);
        if (triggerActivityId is not null)
        {
            Trigger = Plan.FindById(triggerActivityId)
                ?? throw new InvalidOperationException($"The definition '{Plan.Definition.DefinitionId}' has no activity '{triggerActivityId}'.");
            TriggerInput = stimulusInput;
        }

        Schedule(Plan.Root, parent: null);
    }

    /// <summary>The trigger that started the run, until it has been executed.</summary>
    public PlanNode? Trigger { get; set; }

    public DataObject? TriggerInput { get; set; }

    public NodeExecution Schedule(PlanNode node, NodeExecution? parent)
    {
        var execution = new NodeExecution(this, node, parent, ++ExecutionCount);
        AddLive(execution);
        _queue.Enqueue(execution);
        return execution;
    }

    /// <summary>Runs what is scheduled until nothing is left or the run has ended.</summary>
    public async ValueTask DrainAsync()
    {
        if (_committedAt == default) NoteCommit();
        while (_queue.Count > 0 && !HasEnded)
        {
            if (_queue.Peek().Status == ExecutionStatus.Canceled)
            {
                _queue.Dequeue();
                continue;
            }

            if (ReplyIsDue) TakeSnapshot();
            if ((_queue.Peek().Node.Commits & CommitPoints.Before) != CommitPoints.None) await CommitNowAsync();
            var execution = _queue.Dequeue();
            Begin(execution);
            Executing = execution.Node;
            using var span = EngineDiagnostics.Begin(execution.Node.Definition.Type, InstanceId, execution.Node.NodeId);
            try
            {
                var work = execution.Node.Guard is { } guard ? guard.ExecuteAsync(execution) : execution.Node.Activity.ExecuteAsync(execution);
                if (work.IsCompletedSuccessfully) work.GetAwaiter().GetResult();
                else await AwaitAsync(work);
                var settled = SettleAsync(execution);
                if (!settled.IsCompletedSuccessfully) await settled;
            }
            catch (Exception e) when (IsFault(e))
            {
                await FaultAsync(execution, e);
            }

            if (execution.Node.Commits > CommitPoints.Before && _queue.Count > 0 && !HasEnded) await CommitAfterAsync(execution.Node.Commits);
        }
    }

    /// <summary>Decides what the run is after the queue is empty.</summary>
    public void EndBurst()
    {
        if (!HasEnded) MoveTo(InstanceSubStatus.Suspended);
    }

    /// <summary>Goes on where a bookmark waits.</summary>
    public async ValueTask ResumeAsync(OpenBookmark bookmark, DataObject input)
    {
        if (_committedAt == default) NoteCommit();
        MoveTo(InstanceSubStatus.Executing);
        var execution = bookmark.Execution;
        execution.Extras.StimulusInput = input;
        execution.Extras.Memo = null;
        if (bookmark.AutoBurn) Burn(bookmark);
        Journal?.Add(execution, "Resumed");
        Executing = execution.Node;
        using var span = EngineDiagnostics.Begin(execution.Node.Definition.Type, InstanceId, execution.Node.NodeId);
        try
        {
            await (bookmark.Callback(execution) is { } callback ? callback(execution) : execution.CompleteActivityAsync());
            await SettleAsync(execution);
        }
        catch (Exception e) when (IsFault(e))
        {
            await FaultAsync(execution, e);
        }

        // Of one that faulted the stimulus may have to be kept first.
        if (execution.Node.Commits > CommitPoints.Before && _queue.Count > 0 && !HasEnded && execution.Status != ExecutionStatus.Faulted) await CommitAfterAsync(execution.Node.Commits);
    }

    /// <summary>Completes an execution with the outcomes it has set, and tells its parent.</summary>
    public ValueTask CompleteAsync(NodeExecution execution)
    {
        if (execution.Status != ExecutionStatus.Running) return default;
        CompleteAlone(execution);
        if (execution.Parent is not { } parent)
        {
            Finish(InstanceSubStatus.Finished);
            return default;
        }

        return HasEnded || parent.Status != ExecutionStatus.Running ? default : TellParentAsync(parent, execution);
    }

    /// <summary>Completes an execution without telling its parent: something further out is about to end.</summary>
    public void CompleteAlone(NodeExecution execution)
    {
        execution.Status = ExecutionStatus.Completed;
        if (execution.OpenChildren > 0) CancelChildren(execution);
        if (execution.OpenBookmarks > 0) BurnAll(execution);
        RemoveLive(execution);
        Journal?.Add(execution, "Completed");
    }

    public ValueTask FaultAsync(NodeExecution execution, Exception exception)
    {
        if (execution is { Status: ExecutionStatus.Running, Parent: { Status: ExecutionStatus.Running } parent } && !HasEnded && parent.Node.Container?.Catches(execution) == true)
            return LeaveAsFaultAsync(parent, execution, exception);
        if (execution.Status is not (ExecutionStatus.Completed or ExecutionStatus.Canceled)) execution.Status = ExecutionStatus.Faulted;
        var node = execution.Node;
        _incidents.Add(new Incident(node.Id, node.NodeId, node.Definition.Type, exception.Message, exception.GetType().FullName!, TimeProvider.GetUtcNow()));
        Journal?.Add(execution, "Faulted", exception.Message);
        EngineDiagnostics.Faulted(node.Definition.Type);
        Environment.Report(this, node, exception);
        if (Saga is not null && FailedTurnOf(execution) is { } turn) return FailTurnAsync(turn);
        if (Plan.ContinuesWithIncidents)
        {
            if (execution.OpenBookmarks > 0) LayDownWaitsOf(execution);
            return default;
        }

        Finish(InstanceSubStatus.Faulted);
        return default;
    }

    private void Begin(NodeExecution execution)
    {
        var node = execution.Node;
        // One that is executed again after a fault keeps its visit, and so its keys.
        if (execution.Visit == 0) execution.Visit = ++Visits[node.Index];
        execution.Status = ExecutionStatus.Running;
        if (node.Variables.Length > 0) execution.Variables = MakeVariables(node.Variables);
        if (Trigger == node)
        {
            execution.StartedWorkflow = true;
            execution.Extras.StimulusInput = TriggerInput ?? [];
            Trigger = null;
        }

        Journal?.Started(execution);
    }

    /// <summary>Completes what completes by itself, and finds activities that would wait for ever.</summary>
    private ValueTask SettleAsync(NodeExecution execution)
    {
        if (execution.Status != ExecutionStatus.Running || execution.OpenChildren > 0) return default;
        if (execution.OpenBookmarks > 0)
        {
            Journal?.Add(execution, "Suspended");
            return default;
        }

        if (!execution.Node.AutoCompletes)
            throw new InvalidOperationException($"{execution.Node.Definition.Type} neither completed nor waits for anything.");
        execution.Outcome = "Done";
        return CompleteAsync(execution);
    }

    private ValueTask TellParentAsync(NodeExecution parent, NodeExecution child)
    {
        try
        {
            var told = parent.Node.Container is { } container
                ? child.Status == ExecutionStatus.Completed ? container.OnChildCompletedAsync(parent, child) : container.OnChildCanceledAsync(parent, child)
                : child.OnCompleted is { } callback
                    ? callback(parent)
                    : parent.OpenChildren == 0 ? parent.CompleteActivityAsync() : default;
            return told.IsCompletedSuccessfully ? SettleAsync(parent) : AwaitParentAsync(told, parent);
        }
        catch (Exception e) when (IsFault(e))
        {
            return FaultAsync(parent, e);
        }
    }

    private async ValueTask AwaitParentAsync(ValueTask told, NodeExecution parent)
    {
        try
        {
            await told;
            await SettleAsync(parent);
        }
        catch (Exception e) when (IsFault(e))
        {
            await FaultAsync(parent, e);
        }
    }

    private async ValueTask AwaitAsync(ValueTask work)
    {
        if (!ReplyIsDue || work.IsCompleted)
        {
            await work;
            return;
        }

        // The activity is under way; the answer must not wait for it. What is committed is the run as it stood before the activity.
        var task = work.AsTask();
        try
        {
            await CommitSnapshotAsync();
        }
        catch
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await task;
    }

    public bool IsFault(Exception exception) =>
        exception is not (BurstAbandonedException or CommitFailedException) && !(exception is OperationCanceledException && CancellationToken.IsCancellationRequested);
}

/// <summary>The burst cannot go on: another host has the run, or its commit was refused. Nothing after its last commit counts.</summary>
internal sealed class BurstAbandonedException(CommitOutcome outcome) : Exception(outcome.Reason ?? outcome.Status.ToString())
{
    public CommitOutcome Outcome { get; } = outcome;
}

/// <summary>A commit in the middle of a burst did not reach the store.</summary>
internal sealed class CommitFailedException(Exception inner) : Exception(inner.Message, inner);
