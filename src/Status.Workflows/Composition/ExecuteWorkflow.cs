using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>ExecuteWorkflow</c>. Without waiting for completion it goes on as soon as the new run waits or has ended.</summary>
[Activity("Elsa", "Composition", "Runs another workflow and takes its result.", Kind = ActivityKind.Task)]
internal sealed class ExecuteWorkflow : Activity, IGetsStimulusAgain
{
    [Input(Description = "The workflow to run.", DisplayName = "Workflow Definition", UIHint = InputUIHints.WorkflowDefinitionPicker, IsRequired = true)]
    public Input<string>? WorkflowDefinitionId { get; set; }

    [Input(Description = "Correlation id of the new run.")]
    public Input<string?>? CorrelationId { get; set; }

    [Input(Description = "Inputs of the new run, as an object.")]
    public Input<DataObject?>? Input { get; set; }

    [Input(Description = "Go on only when the new run has ended; otherwise as soon as it waits for something.", DisplayName = "Wait for Completion")]
    public Input<bool>? WaitForCompletion { get; set; }

    [Output(Description = "workflowInstanceId, status, subStatus and output of the run.")]
    public Output<DataObject>? Result { get; set; }

    /// <inheritdoc/>
    public bool IsToRepeat(DataObject stimulus) => ChildWorkflow.IsToRepeat(stimulus);

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var atRest = !context.Get(WaitForCompletion);
        var definition = await ChildWorkflow.RequireAsync(context, context.Get(WorkflowDefinitionId));
        var child = ChildWorkflow.Start(context, definition, context.Get(CorrelationId), context.Get(Input), child => ChildResult.ReplyOf(child, atRest));
        context.JournalData["ChildInstanceId"] = child;
        ChildWorkflow.Wait(context, child, OnEnded);
    }

    private ValueTask OnEnded(ActivityExecutionContext context)
    {
        ChildWorkflow.RequireStarted(context);
        context.Set(Result, context.StimulusInput);
        return context.CompleteActivityAsync();
    }
}
