using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>Complete</c>.</summary>
[Activity("Elsa", "Composition", "Completes the workflow with outcomes.")]
internal sealed class Complete : CodeActivity, ITerminalNode
{
    [Input(Description = "The outcomes; Done when empty.", UIHint = InputUIHints.OutcomePicker, DefaultSyntax = "Object")]
    public Input<object?>? Outcomes { get; set; }

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.JournalData["WorkflowOutcomes"] = context.Get(Outcomes) switch
        {
            null => new DataArray { "Done" },
            DataArray several => several,
            var one => new DataArray { one },
        };
        await context.CompleteActivityAsync();
        ((NodeExecution)context).Run.Finish(InstanceSubStatus.Finished);
    }
}
