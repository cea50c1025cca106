using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <content>Changes from outside.</content>
internal sealed partial class Run
{
    /// <summary>When the run ended; <c>null</c> while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why a set of changes cannot be made; empty when it can.</summary>
    public IReadOnlyList<string> Check(IReadOnlyList<Alteration> set)
    {
        var revives = SubStatus == InstanceSubStatus.Faulted && set.Any(a => a.Type is AlterationType.Retry or AlterationType.ScheduleActivity);
        return [.. set.Select(a => HasEnded && !revives && a.Type is not AlterationType.Migrate ? $"{a.Type}: the run has ended ({SubStatus})." : Check(a)).OfType<string>()];
    }

    /// <summary>Makes a change that <see cref="Check(IReadOnlyList{Alteration})"/> does not refuse.</summary>
    public async ValueTask ApplyAsync(Alteration alteration)
    {
        if (alteration.Type == AlterationType.Migrate) return;
        if (alteration.Type == AlterationType.Cancel)
        {
            Finish(InstanceSubStatus.Cancelled);
            return;
        }

        if (SubStatus == InstanceSubStatus.Faulted) Revive();
        MoveTo(InstanceSubStatus.Executing);
        switch (alteration.Type)
        {
            case AlterationType.CancelActivity:
                foreach (var execution in Found(alteration).ToArray()) await CancelAndTellAsync(execution);
                break;
            case AlterationType.ModifyVariable:
                Modify(alteration);
                break;
            case AlterationType.Retry:
                foreach (var execution in Faulted(alteration).ToArray()) Again(execution);
                break;
            default:
                ScheduleAgain(alteration);
                break;
        }
    }

    private string? Check(Alteration alteration)
    {
        switch (alteration.Type)
        {
            case AlterationType.CancelActivity:
                return Found(alteration).Any() ? null : $"CancelActivity: the activity '{Meant(alteration)}' neither runs nor waits.";
            case AlterationType.ModifyVariable:
                return CheckVariable(alteration);
            case AlterationType.Retry:
                return Faulted(alteration).Any() || (Meant(alteration) is null && HasFaultedWhereNothingStands) ? null
                    : alteration.ActivityId is null ? "Retry: no activity of the run stands where it faulted." : $"Retry: the activity '{alteration.ActivityId}' does not stand where it faulted.";
            case AlterationType.ScheduleActivity:
                return CheckSchedule(alteration);
            default:
                return null;
        }
    }

    private string? CheckVariable(Alteration alteration)
    {
        var slots = Slots(alteration).Select(s => s.Slot).Distinct().ToList();
        if (slots.Count == 0) return $"ModifyVariable: neither the workflow nor a container that runs has a variable '{alteration.VariableId}'.";
        return slots.TrueForAll(slot => TryCoerce(slot, alteration.Value, out _)) ? null
            : $"ModifyVariable: '{slots[0].Definition.Name}' is of type {slots[0].Definition.TypeName}{(slots[0].Definition.IsArray ? "[]" : "")} and takes no such value.";
    }

    private string? CheckSchedule(Alteration alteration)
    {
        if (Found(alteration).Any(e => e.Status == ExecutionStatus.Faulted)) return null;
        if (alteration.ActivityId is not { } id) return $"ScheduleActivity: there is no execution '{alteration.ActivityInstanceId}' that faulted.";
        if (Plan.FindById(id) is not { } node) return $"ScheduleActivity: the workflow has no activity '{id}'.";
        return node.Parent?.Container is { SchedulesFromOutside: true } && Live().Any(e => e.Node == node.Parent && e.Status == ExecutionStatus.Running) ? null
            : $"ScheduleActivity: the activity '{id}' is in no flowchart that runs.";
    }

    private void ScheduleAgain(Alteration alteration)
    {
        if (Found(alteration).Where(e => e.Status == ExecutionStatus.Faulted).ToArray() is { Length: > 0 } faulted)
        {
            foreach (var execution in faulted) Again(execution);
            return;
        }

        var node = Plan.FindById(alteration.ActivityId!)!;
        var parent = Live().First(e => e.Node == node.Parent && e.Status == ExecutionStatus.Running);
        parent.Node.Container!.ScheduleFromOutside(parent, node);
    }

    private void Modify(Alteration alteration)
    {
        foreach (var (slot, values) in Slots(alteration).ToArray()) values[slot.Index] = slot.Coerce(alteration.Value);
        Journal?.AddForRun("VariablesChanged", new DataObject { ["Variables"] = new DataObject { [alteration.VariableId!] = alteration.Value } });
    }

    /// <summary>The places of a variable: in the workflow or, failing that, in every execution of the container that declares it.</summary>
    private IEnumerable<(VariableSlot Slot, object?[] Values)> Slots(Alteration alteration)
    {
        if (alteration.ActivityInstanceId is null && Plan.FindVariable(alteration.VariableId!) is { } own) return [(own, Variables)];
        return Live()
            .Where(e => e.Variables is not null && (alteration.ActivityInstanceId is null || e.Id == alteration.ActivityInstanceId))
            .SelectMany(e => e.Node.Variables.Where(s => s.Definition.Id == alteration.VariableId).Select(s => (s, e.Variables!)));
    }

    private IEnumerable<NodeExecution> Found(Alteration alteration) => Live()
        .Where(e => alteration.ActivityInstanceId is { } one ? e.Id == one : e.Node.Id == alteration.ActivityId)
        .OrderBy(e => e.Sequence);

    private IEnumerable<NodeExecution> Faulted(Alteration alteration) => Live()
        .Where(e => e.Status == ExecutionStatus.Faulted && (alteration.ActivityId is null || e.Node.Id == alteration.ActivityId) && (alteration.ActivityInstanceId is null || e.Id == alteration.ActivityInstanceId))
        .OrderBy(e => e.Sequence);

    /// <summary>A run that faulted goes on: what was scheduled is scheduled again, what waited waits again.</summary>
    private void Revive()
    {
        MoveTo(InstanceSubStatus.Executing);
        FinishedAt = null;
        HadEnded = false;
        foreach (var pending in Live().Where(e => e.Status == ExecutionStatus.Pending).OrderBy(e => e.Sequence).ToArray()) _queue.Enqueue(pending);
        foreach (var wait in _dormant ?? []) WakeUp(wait);
        _dormant = null;
    }

    /// <summary>Executes something that faulted once more, in the place and with the keys it had.</summary>
    private void Again(NodeExecution execution)
    {
        if (execution.Activity is IGoesOn) WakeUpWaitsOf(execution);
        else StartOver(execution);
        execution.Status = ExecutionStatus.Pending;
        _incidents.Resolve(execution.Node.NodeId);
        _queue.Enqueue(execution);
    }

    private void StartOver(NodeExecution execution)
    {
        if (execution.OpenChildren > 0) CancelChildren(execution);
        if (execution.OpenBookmarks > 0) BurnAll(execution);
        ForgetWaitsOf(execution);
        execution.ContainerState = null;
        execution.Outcome = null;
        if (execution.ExtrasOrNull is { } extras) (extras.Memo, extras.Properties, extras.JournalData) = (null, null, null);
    }

    private static string? Meant(Alteration alteration) => alteration.ActivityInstanceId ?? alteration.ActivityId;
}
