using Status.Activities.Compliance;
using Status.Activities.Registry.Computations;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Activities.Registry;

/// <summary>Closes a run of controls and announces <c>computation.completed</c>, once.</summary>
[Activity("Status", "Registry", "Closes a run of controls and announces computation.completed, on which the agreements concerned are evaluated.")]
public sealed class CompleteComputation : CodeActivity
{
    /// <summary>The run of controls.</summary>
    [Input(Description = "The computation group, from Start Computation.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? ComputationGroup { get; set; }

    /// <summary>The agreements to evaluate.</summary>
    [Input(Description = "Ids of the agreements that rest on these controls, from Find Due Controls.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? AgreementIds { get; set; }

    /// <summary>The controls that were run.</summary>
    [Input(Description = "Ids of the controls that were run. Optional.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? ControlIds { get; set; }

    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var group = context.Get(ComputationGroup) is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException("Complete Computation needs a computation group; connect the result of Start Computation.");
        context.Enlist(ComputationWrites.Complete(
            group, Values.Texts(context.Get(AgreementIds)), Values.Texts(context.Get(ControlIds)), context.TimeProvider.GetUtcNow()));
        return context.CompleteActivityAsync();
    }
}
