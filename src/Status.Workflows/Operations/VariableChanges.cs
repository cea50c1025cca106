using Microsoft.Extensions.Options;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>
/// Changes variables of runs the way everything enters the engine: as accepted work. The run's next burst gives them their values, before or after whatever else was accepted for it,
/// and commits them with its journal; so a change never meets a resume half-way.
/// </summary>
/// <param name="inspector">Unfolds runs.</param>
/// <param name="plans">Compiled definitions, for the types of variables.</param>
/// <param name="inbox">Accepts work.</param>
/// <param name="signals">Wakes of this process.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="options">The poll interval.</param>
public sealed class VariableChanges(
    RunInspector inspector, IPlanSource plans, IInbox inbox, StoreSignals signals, IdGenerator ids, TimeProvider timeProvider, IOptions<EngineOptions> options)
{
    /// <summary>Accepts new values for variables of the workflow that a run executes.</summary>
    /// <param name="id">The run.</param>
    /// <param name="values">The new values by the ids of their variables.</param>
    /// <param name="note">What is committed with the acceptance, made of the run before it; <c>null</c> when nothing.</param>
    /// <param name="cancellationToken">The caller went away before the change was accepted.</param>
    /// <returns>What was accepted, or why it was not; <c>null</c> when there is no such run.</returns>
    public async Task<VariableChange?> AcceptAsync(InstanceId id, DataObject values, Func<RunSnapshot, CommitNote>? note = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (await inspector.GetAsync(id, cancellationToken) is not { } run) return null;
        if (run.Run.Status == InstanceStatus.Finished) return new VariableChange(run, null, [new VariableProblem(null, Ended(run))]);
        if (await plans.GetVersionAsync(run.Run.DefinitionVersionId, cancellationToken) is not { } plan)
            return new VariableChange(run, null, [new VariableProblem(null, $"The version '{run.Run.DefinitionVersionId}' that the run stands in is gone.")]);
        var problems = values.Select(value => Check(plan, value.Key, value.Value)).OfType<VariableProblem>().ToList();
        if (problems.Count > 0 || values.Count == 0) return new VariableChange(run, null, problems);
        var item = new InboxItem { Id = IdGenerator.Derive("variables", ids.NewId()), Kind = InboxItemKind.SetVariables, InstanceId = id.Value, Payload = values };
        if (note is null) await inbox.EnqueueAsync([item], cancellationToken);
        else await inbox.EnqueueAsync(item, note(run), cancellationToken);
        return new VariableChange(run, item.Id, []);
    }

    /// <summary>Waits until an accepted change is committed.</summary>
    /// <param name="change">What was accepted.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="cancellationToken">The caller went away; the change stays accepted.</param>
    /// <returns>The run with the change; one without it, <see cref="VariableChange.IsIn"/> tells, when it ended first or the time is over; <c>null</c> when the run is gone.</returns>
    public async Task<RunSnapshot?> WaitAsync(VariableChange change, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var id = change.Run.Run.Id;
        var end = timeProvider.GetUtcNow() + patience;
        var pulse = new Pulse();
        signals.Committed += Wake;
        try
        {
            while (true)
            {
                var next = pulse.Next;
                var run = await inspector.GetAsync(id, cancellationToken);
                var left = end - timeProvider.GetUtcNow();
                if (run is null || change.IsIn(run) || run.Run.Status == InstanceStatus.Finished || left <= TimeSpan.Zero) return run;
                await Pulse.WaitAsync(next, left < options.Value.PollInterval ? left : options.Value.PollInterval, timeProvider, cancellationToken);
            }
        }
        finally
        {
            signals.Committed -= Wake;
        }

        void Wake(InstanceId committed)
        {
            if (committed == id) pulse.Set();
        }
    }

    /// <summary>Why the variables of a run can no longer be changed.</summary>
    /// <param name="run">A run that has ended.</param>
    public static string Ended(RunSnapshot run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return $"The run '{run.Run.Id.Value}' has ended ({run.Run.SubStatus}); its variables stay as they are.";
    }

    private static VariableProblem? Check(WorkflowPlan plan, string id, object? value)
    {
        if (plan.FindVariable(id) is not { } slot) return new VariableProblem(id, $"The workflow has no variable with the id '{id}'.");
        try
        {
            slot.Coerce(value);
            return null;
        }
        catch (ValueConversionException e)
        {
            return new VariableProblem(id, $"The variable '{slot.Definition.Name}' is of type {slot.Definition.TypeName}{(slot.Definition.IsArray ? "[]" : "")}. {e.Message}");
        }
    }
}
