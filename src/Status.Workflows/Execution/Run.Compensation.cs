using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <content>
/// Undoing what was done. A run that faults or is cancelled does not end at once when steps of it can be compensated: it drops everything else, runs their branches one after the
/// other, the last step first, and then ends as it was to end. Taking a step from the log and scheduling its branch stand in one commit, so each branch is run once.
/// </content>
internal sealed partial class Run
{
    /// <summary>What can be undone; <c>null</c> until a compensable step has completed.</summary>
    public SagaLog? Saga { get; set; }

    /// <summary>Whether the run undoes its steps before it ends.</summary>
    public bool IsCompensating => Saga?.EndsAs is not null;

    /// <summary>Remembers a completed step. It stands for the steps inside it.</summary>
    public void RememberStep(NodeExecution step)
    {
        var saga = Saga ??= new SagaLog();
        saga.Steps.RemoveAll(inner => inner.Scopes.Any(s => s.Sequence == step.Sequence));
        var scopes = new List<SagaScope>();
        var dynamic = new DataObject();
        for (var around = step.Parent; around is not null; around = around.Parent)
        {
            scopes.Insert(0, new SagaScope(around.Node, around.Sequence, around.Visit, [.. (around.Variables ?? []).Select(SagaState.Copy)]));
            foreach (var (name, value) in around.ExtrasOrNull?.Dynamic ?? [])
            {
                if (!dynamic.ContainsKey(name)) dynamic[name] = SagaState.Copy(value);
            }
        }

        foreach (var name in (ReadOnlySpan<string>)[LoopScope.CurrentValue, LoopScope.CurrentIndex])
            if (!dynamic.ContainsKey(name) && step.TryGetVariable(name, out var value)) dynamic[name] = SagaState.Copy(value);
        saga.Steps.Add(new SagaStep(step.Node, step.Sequence, scopes, dynamic));
    }

    /// <summary>Begins to undo the last step that a request means.</summary>
    /// <param name="requester">The execution that asked; it goes on when the step is undone.</param>
    /// <param name="target">Id or name of the compensable activity; <c>null</c> means every step.</param>
    /// <returns>Whether there is such a step.</returns>
    public bool UndoNext(NodeExecution requester, string? target)
    {
        var index = Saga?.Steps.FindLastIndex(s => target is null || s.Node.Id == target || s.Node.Definition.Name == target) ?? -1;
        if (index < 0) return false;
        Undo(index, requester);
        return true;
    }

    /// <summary>A step is undone: the next one follows, or whoever asked goes on.</summary>
    public ValueTask EndTurnAsync(NodeExecution turn)
    {
        var requester = RequesterOf(turn);
        turn.Outcome = "Done";
        turn.JournalData["Compensated"] = true;
        CompleteAlone(turn);
        return AfterTurnAsync(turn, requester);
    }

    /// <summary>Whether a run that is to end has steps to undo first; begins with them.</summary>
    private bool EndsLater(InstanceSubStatus end)
    {
        var saga = Saga!;
        if (saga.EndsAs is not null)
        {
            // It is ending already: a cancellation changes nothing, a fault or an End of a branch concerns the step that is being undone.
            if (end == InstanceSubStatus.Cancelled) return true;
            if (end == InstanceSubStatus.Faulted) saga.EndsAs = end;
            DropEverything();
            UndoLast();
            return true;
        }

        if (end == InstanceSubStatus.Finished || saga.Steps.Count == 0)
        {
            Saga = null;
            return false;
        }

        MoveTo(InstanceSubStatus.Executing);
        saga.EndsAs = end;
        _queue.Clear();
        DropEverything();
        Journal?.AddForRun("Compensating", new DataObject { ["EndsAs"] = end.ToString(), ["Steps"] = (double)saga.Steps.Count });
        UndoLast();
        return true;
    }

    /// <summary>The execution that undoes a step in which a fault happened, when the fault concerns that step alone; <c>null</c> otherwise.</summary>
    private NodeExecution? FailedTurnOf(NodeExecution execution)
    {
        var turn = execution;
        while (turn is not null && turn.ContainerState is not CompensationTurn) turn = turn.Parent;
        return IsCompensating || Plan.ContinuesWithIncidents ? turn : null;
    }

    /// <summary>A step could not be undone: that is an incident, and the other steps are undone all the same.</summary>
    private ValueTask FailTurnAsync(NodeExecution turn)
    {
        if (IsCompensating)
        {
            Finish(InstanceSubStatus.Faulted);
            return default;
        }

        // The run goes on with its incident; so does whoever asked for the step to be undone.
        var requester = RequesterOf(turn);
        Cancel(turn);
        return AfterTurnAsync(turn, requester);
    }

    private ValueTask AfterTurnAsync(NodeExecution turn, NodeExecution? requester)
    {
        for (var scope = turn.Parent; scope is { IsScopeOnly: true, OpenChildren: 0 }; scope = scope.Parent) RemoveLive(scope);
        if (IsCompensating)
        {
            Saga!.Undone++;
            UndoLast();
            return default;
        }

        if (requester is null) return default;
        requester.OpenChildren--;
        return requester.Node.Container is { } asked && requester.Status == ExecutionStatus.Running ? asked.OnChildCompletedAsync(requester, turn) : default;
    }

    private void UndoLast()
    {
        var saga = Saga!;
        if (saga.Steps.Count > 0)
        {
            Undo(saga.Steps.Count - 1, requester: null);
            return;
        }

        var end = saga.EndsAs!.Value;
        Journal?.AddForRun("Compensated", new DataObject { ["Steps"] = (double)saga.Undone });
        Saga = null;
        Finish(end);
    }

    private void Undo(int index, NodeExecution? requester)
    {
        var step = Saga!.Steps[index];
        Saga.Steps.RemoveAt(index);
        NodeExecution? parent = null;
        foreach (var scope in step.Scopes) parent = FindLive(scope.Sequence) ?? AddScope(scope, parent);
        var turn = new NodeExecution(this, step.Node, parent, ++ExecutionCount) { Visit = Visits[step.Node.Index], Status = ExecutionStatus.Running, ContainerState = new CompensationTurn(requester?.Sequence) };
        if (step.Dynamic.Count > 0) turn.Extras.Dynamic = step.Dynamic;
        AddLive(turn);
        if (requester is not null) requester.OpenChildren++;
        Journal?.Started(turn);
        Schedule(step.Node.Children.First(c => c.Activity == ((ICompensable)step.Node.Activity).Compensation), turn);
    }

    private NodeExecution AddScope(SagaScope scope, NodeExecution? parent)
    {
        var execution = new NodeExecution(this, scope.Node, parent, scope.Sequence) { Visit = scope.Visit, Status = ExecutionStatus.Running, IsScopeOnly = true };
        if (scope.Node.Variables.Length > 0) execution.Variables = [.. scope.Variables.Select(SagaState.Copy)];
        AddLive(execution);
        return execution;
    }

    private NodeExecution? FindLive(int sequence)
    {
        foreach (var execution in Live())
        {
            if (execution.Sequence == sequence) return execution;
        }

        return null;
    }

    private NodeExecution? RequesterOf(NodeExecution turn) => turn.ContainerState is CompensationTurn { Requester: { } sequence } ? FindLive(sequence) : null;

    /// <summary>Cancels what lives; what has faulted keeps its last line in the journal.</summary>
    private void DropEverything()
    {
        _queue.Clear();
        foreach (var execution in Live().Where(e => e.Status == ExecutionStatus.Faulted || e.IsScopeOnly).ToArray())
        {
            if (execution.OpenBookmarks > 0) BurnAll(execution);
            execution.Status = ExecutionStatus.Canceled;
            RemoveLive(execution);
        }

        while (_firstLive is { } live) Cancel(Topmost(live));
    }
}

/// <summary>An activity whose step can be undone.</summary>
internal interface ICompensable
{
    /// <summary>The branch that undoes it.</summary>
    Authoring.Activity? Compensation { get; }
}
