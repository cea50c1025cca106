using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>Parallel</c>.</summary>
[Activity("Elsa", "Workflows", "Runs activities at the same time.")]
[Browsable(false)]
internal sealed class Parallel : Container
{
    private PlanNode[] _children = [];

    /// <summary>The children; bound by the plan.</summary>
    public IReadOnlyList<Activity> Activities { get; private set; } = [];

    /// <inheritdoc/>
    public override void Prepare(PlanNode node)
    {
        _children = node.Children;
        Activities = [.. node.Children.Select(c => c.Activity)];
    }

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        foreach (var child in _children) self.Run.Schedule(child, self);
        return _children.Length == 0 ? context.CompleteActivityAsync() : default;
    }
}
