using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Starts other workflows: their start is accepted work in the commit of this burst, with ids derived from the idempotency key.</summary>
internal static class ChildWorkflow
{
    /// <summary>Has a child started; returns its run id.</summary>
    /// <param name="context">The activity that starts it.</param>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="correlationId">Correlation id of the child.</param>
    /// <param name="input">Inputs of the child.</param>
    /// <param name="waits">Whether the child tells its parent when it has ended.</param>
    /// <exception cref="InvalidOperationException">No such workflow is published.</exception>
    public static async ValueTask<string> StartAsync(ActivityExecutionContext context, string? definitionId, string? correlationId, DataObject? input, bool waits)
    {
        if (string.IsNullOrEmpty(definitionId)) throw new InvalidOperationException("No workflow is given.");
        if (await context.GetRequiredService<IPlanSource>().GetPublishedAsync(definitionId, context.CancellationToken) is null)
            throw new InvalidOperationException($"There is no published workflow '{definitionId}'.");
        var run = ((NodeExecution)context).Run;
        var key = context.GetIdempotencyKey();
        var child = IdGenerator.Derive("child", key);
        var payload = new DataObject(input ?? []) { ["ParentInstanceId"] = context.WorkflowInstanceId };
        context.Enqueue(new InboxItem
        {
            Id = IdGenerator.Derive("child-start", key),
            Kind = InboxItemKind.Start,
            InstanceId = child,
            DefinitionId = definitionId,
            CorrelationId = string.IsNullOrEmpty(correlationId) ? null : correlationId,
            ParentInstanceId = waits ? context.WorkflowInstanceId : null,
            Payload = payload,
            Cause = run.Cause,
            Depth = run.Cause > 0 ? Math.Max(0, run.Depth - 1) : run.Depth,
        });
        return child;
    }

    /// <summary>Waits for a child.</summary>
    public static void Wait(ActivityExecutionContext context, string child, ExecuteActivityDelegate onEnded) =>
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = ChildResult.StimulusName, Stimulus = ChildResult.Payload(child), Callback = onEnded });
}

/// <summary>Elsa's <c>DispatchWorkflow</c>.</summary>
[Activity("Elsa", "Composition", "Starts another workflow, and waits for it if asked to.")]
internal sealed class DispatchWorkflow : Activity
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

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var waits = context.Get(WaitForCompletion);
        var child = await ChildWorkflow.StartAsync(context, context.Get(WorkflowDefinitionId), context.Get(CorrelationId), context.Get(Input), waits);
        context.JournalData["ChildInstanceId"] = child;
        if (waits) ChildWorkflow.Wait(context, child, OnEnded);
        else await context.CompleteActivityAsync();
    }

    private ValueTask OnEnded(ActivityExecutionContext context)
    {
        context.Set(Result, context.StimulusInput?["output"]);
        return context.CompleteActivityAsync();
    }
}

/// <summary>Elsa's <c>ExecuteWorkflow</c>.</summary>
[Activity("Elsa", "Composition", "Runs another workflow and takes its result.", Kind = ActivityKind.Task)]
internal sealed class ExecuteWorkflow : Activity
{
    [Input(Description = "The workflow to run.", DisplayName = "Workflow Definition", UIHint = InputUIHints.WorkflowDefinitionPicker, IsRequired = true)]
    public Input<string>? WorkflowDefinitionId { get; set; }

    [Input(Description = "Correlation id of the new run.")]
    public Input<string?>? CorrelationId { get; set; }

    [Input(Description = "Inputs of the new run, as an object.")]
    public Input<DataObject?>? Input { get; set; }

    [Input(Description = "Kept for compatibility: the activity always waits for the end of the new run.", DisplayName = "Wait for Completion")]
    public Input<bool>? WaitForCompletion { get; set; }

    [Output(Description = "workflowInstanceId, status, subStatus and output of the run.")]
    public Output<DataObject>? Result { get; set; }

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var child = await ChildWorkflow.StartAsync(context, context.Get(WorkflowDefinitionId), context.Get(CorrelationId), context.Get(Input), waits: true);
        context.JournalData["ChildInstanceId"] = child;
        ChildWorkflow.Wait(context, child, OnEnded);
    }

    private ValueTask OnEnded(ActivityExecutionContext context)
    {
        context.Set(Result, context.StimulusInput);
        return context.CompleteActivityAsync();
    }
}

/// <summary>Elsa's <c>Workflow</c>: the wrapper around every root.</summary>
[Activity("Elsa", "Workflows", "The workflow itself.")]
[Browsable(false)]
internal sealed class Workflow : Activity
{
    [Port]
    [Browsable(false)]
    public Activity? Root { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.ScheduleActivityAsync(Root);
}
