using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>Break</c>: the nearest loop ends after its turn, and what stands between the two goes no further.</summary>
[Activity("Elsa", "Looping", "Ends the loop it stands in.")]
internal sealed class Break : CodeActivity, ITerminalNode, IPreparedActivity
{
    private bool _isInLoop;

    /// <inheritdoc/>
    public void Prepare(PlanNode node)
    {
        for (var parent = node.Parent; parent is not null && !_isInLoop; parent = parent.Parent) _isInLoop = parent.Container is { OnBreak: BreakReaction.End };
    }

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (!_isInLoop) context.Warn("", "There is no For, For Each or While around it that it could end.");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        for (var execution = ((NodeExecution)context).Parent; execution is not null; execution = execution.Parent)
        {
            var reaction = execution.Node.Container?.OnBreak ?? BreakReaction.Ignore;
            if (reaction != BreakReaction.Ignore) execution.IsBreaking = true;
            if (reaction == BreakReaction.End) break;
        }

        return context.CompleteActivityAsync();
    }
}
