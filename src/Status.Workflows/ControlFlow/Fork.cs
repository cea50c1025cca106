using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>When a fork is done.</summary>
internal enum ForkJoinMode
{
    /// <summary>When all branches are.</summary>
    WaitAll,

    /// <summary>When one branch is; the others are cancelled.</summary>
    WaitAny,
}

/// <summary>Elsa's <c>Fork</c>.</summary>
[Activity("Elsa", "Control Flow", "Runs branches at the same time and waits for all of them, or for the first.")]
[Browsable(false)]
internal sealed class Fork : Container
{
    private PlanNode[] _branches = [];

    [Input(Description = "Whether it waits for all branches or for the first.", UIHint = InputUIHints.DropDown)]
    public ForkJoinMode JoinMode { get; set; }

    /// <inheritdoc/>
    public override BreakReaction OnBreak => BreakReaction.Stop;

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _branches = node.Children;

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) =>
        self.IsBreaking || JoinMode == ForkJoinMode.WaitAny || self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;

    /// <inheritdoc/>
    public override ValueTask OnChildCanceledAsync(NodeExecution self, NodeExecution child) => self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        foreach (var branch in _branches) self.Run.Schedule(branch, self);
        return _branches.Length == 0 ? context.CompleteActivityAsync() : default;
    }
}
