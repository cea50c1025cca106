using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>Complete</c>.</summary>
[Activity("Elsa", "Composition", "Completes the workflow, or the activity it is used as, with outcomes.")]
internal sealed class Complete : CodeActivity, ITerminalNode
{
    [Input(Description = "The outcomes; Done when empty.", UIHint = InputUIHints.OutcomePicker, DefaultSyntax = "Object")]
    public Input<object?>? Outcomes { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        var outcomes = context.Get(Outcomes) switch
        {
            null => new DataArray { "Done" },
            DataArray several => several,
            var one => new DataArray { one },
        };
        context.JournalData["WorkflowOutcomes"] = outcomes;
        self.Outcome = "Done";
        self.Run.CompleteAlone(self);
        for (var parent = self.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent.Node.Activity is WorkflowDefinitionActivity) return parent.CompleteActivityWithOutcomesAsync([.. outcomes.Select(o => ValueConverter.To<string>(o) ?? "Done")]);
        }

        self.Run.Finish(InstanceSubStatus.Finished);
        return default;
    }
}
