using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>While</c>.</summary>
[Activity("Elsa", "Looping", "Runs its body as long as a condition is true.")]
internal sealed class While : Container
{
    private PlanNode? _body;

    [Input(Description = "The condition, looked at before each turn.", UIHint = InputUIHints.SingleLine, AutoEvaluate = false)]
    public Input<bool> Condition { get; set; } = new(false);

    [Port]
    public Activity? Body { get; set; }

    /// <inheritdoc/>
    public override BreakReaction OnBreak => BreakReaction.End;

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _body = Array.Find(node.Children, c => ReferenceEquals(c.Activity, Body));

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => Turn(self);

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (Body is null) context.Warn(nameof(Body), "The loop has no body: it ends at once.");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => Turn((NodeExecution)context);

    private ValueTask Turn(NodeExecution self)
    {
        if (_body is null || self.IsBreaking || !Condition.Get(self)) return self.CompleteActivityAsync();
        self.Run.Schedule(_body, self);
        return default;
    }
}
