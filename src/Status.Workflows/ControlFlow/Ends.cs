using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>Start</c>.</summary>
[Activity("Elsa", "Flow", "Marks where a flowchart begins.")]
internal sealed class Start : CodeActivity, IStartNode
{
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.CompleteActivityAsync();
}

/// <summary>Elsa's <c>End</c>.</summary>
[Activity("Elsa", "Flow", "Ends the flowchart it stands in.")]
internal sealed class End : CodeActivity, ITerminalNode
{
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.CompleteActivityAsync();
}

/// <summary>Elsa's <c>Finish</c>.</summary>
[Activity("Elsa", "Primitives", "Ends the whole workflow.")]
internal sealed class Finish : CodeActivity, ITerminalNode
{
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        self.Outcome = "Done";
        self.Run.CompleteAlone(self);
        self.Run.Finish(InstanceSubStatus.Finished);
        return default;
    }
}
