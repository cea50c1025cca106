using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>ParallelForEach</c>: every item has a turn of its own, and all turns are open at the same time.</summary>
[Activity("Elsa", "Looping", "Runs its body once for each item, all at the same time.", DisplayName = "Parallel for Each")]
internal sealed class ParallelForEach : Container
{
    private PlanNode? _body;

    [Input(Description = "The items.", UIHint = InputUIHints.SingleLine)]
    public Input<object>? Items { get; set; }

    [Port]
    public Activity? Body { get; set; }

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _body = Array.Find(node.Children, c => ReferenceEquals(c.Activity, Body));

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = ValueConverter.To<DataArray>(context.Get(Items));
        if (_body is null || items is null || items.Count == 0) return context.CompleteActivityAsync();
        var self = (NodeExecution)context;
        for (var i = 0; i < items.Count; i++) self.Run.Schedule(_body, self).Extras.Turn = new LoopScope { Index = i, Current = items[i] };
        return default;
    }
}
