using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Compensation;

/// <summary>Undoes completed steps in the middle of a run, the last one first, and goes on.</summary>
[Activity("Status", "Compensation", "Undoes the completed compensable steps of the run, the last one first, and goes on.", DisplayName = "Compensate")]
internal sealed class Compensate : Container
{
    private const string CountProperty = "Count";
    private const string TargetProperty = "Target";

    /// <summary>Id or name of one compensable activity; empty: all that have completed.</summary>
    [Input(Description = "Id or name of a Compensable; empty undoes every completed step.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Target { get; set; }

    /// <summary>How many steps were undone.</summary>
    [Output(Description = "How many steps were undone.")]
    public Output<int>? Result { get; set; }

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child)
    {
        self.SetProperty(CountProperty, (self.GetProperty(CountProperty) as double? ?? 0) + 1);
        return GoOnAsync(self);
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.SetProperty(TargetProperty, context.Get(Target));
        return GoOnAsync((NodeExecution)context);
    }

    private ValueTask GoOnAsync(NodeExecution self)
    {
        if (self.Run.UndoNext(self, self.GetProperty(TargetProperty) is string { Length: > 0 } target ? target : null)) return default;
        self.Set(Result, self.GetProperty(CountProperty) as double? ?? 0);
        return self.CompleteActivityAsync();
    }
}
