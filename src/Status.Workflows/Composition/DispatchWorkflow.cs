using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>DispatchWorkflow</c>.</summary>
[Activity("Elsa", "Composition", "Starts another workflow, and waits for it if asked to.")]
internal sealed class DispatchWorkflow : Activity, IGetsStimulusAgain
{
    [Input(Description = "The workflow to start.", DisplayName = "Workflow Definition", UIHint = InputUIHints.WorkflowDefinitionPicker, IsRequired = true)]
    public Input<string>? WorkflowDefinitionId { get; set; }

    [Input(Description = "Correlation id of the new run.")]
    public Input<string?>? CorrelationId { get; set; }

    [Input(Description = "Inputs of the new run, as an object.")]
    public Input<DataObject?>? Input { get; set; }

    [Input(Description = "Go on only when the new run has ended.")]
    public Input<bool>? WaitForCompletion { get; set; }

    [Output(Description = "Outputs of the run that was waited for.")]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    public bool IsToRepeat(DataObject stimulus) => ChildWorkflow.IsToRepeat(stimulus);

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var waits = context.Get(WaitForCompletion);
        var definition = await ChildWorkflow.RequireAsync(context, context.Get(WorkflowDefinitionId));
        var child = ChildWorkflow.Start(context, definition, context.Get(CorrelationId), context.Get(Input), waits ? child => ChildResult.ReplyOf(child) : null);
        context.JournalData["ChildInstanceId"] = child;
        if (waits) ChildWorkflow.Wait(context, child, OnEnded);
        else await context.CompleteActivityAsync();
    }

    private ValueTask OnEnded(ActivityExecutionContext context)
    {
        ChildWorkflow.RequireStarted(context);
        context.Set(Result, context.StimulusInput?["output"]);
        return context.CompleteActivityAsync();
    }
}
