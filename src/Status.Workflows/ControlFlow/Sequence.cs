using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>Sequence</c>.</summary>
[Activity("Elsa", "Workflows", "Runs activities one after the other.")]
[Browsable(false)]
internal sealed class Sequence : Container
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
    public override BreakReaction OnBreak => BreakReaction.Stop;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => Next((NodeExecution)context, Start((NodeExecution)context));

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) =>
        self.IsBreaking || child.Node.IsTerminal ? self.CompleteActivityAsync() : Next(self, child.Node.Position + 1);

    /// <inheritdoc/>
    public override ValueTask OnChildCanceledAsync(NodeExecution self, NodeExecution child) => Next(self, child.Node.Position + 1);

    private ValueTask Next(NodeExecution self, int position)
    {
        if (position >= _children.Length) return self.CompleteActivityAsync();
        self.Run.Schedule(_children[position], self);
        return default;
    }

    private static int Start(NodeExecution self)
    {
        for (var node = self.Run.Trigger; node is not null; node = node.Parent)
        {
            if (node.Parent == self.Node) return node.Position;
        }

        return 0;
    }
}
