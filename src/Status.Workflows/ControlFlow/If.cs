using Status.Workflows.Authoring;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>If</c>.</summary>
[Activity("Elsa", "Branching", "Runs one of two activities by a condition.")]
internal sealed class If : CodeActivity<bool>
{
    [Input(Description = "The condition.", UIHint = InputUIHints.SingleLine, DefaultValue = false)]
    public Input<bool> Condition { get; set; } = new(false);

    [Port]
    public Activity? Then { get; set; }

    [Port]
    public Activity? Else { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var condition = Condition.Get(context);
        context.Set(Result, condition);
        var branch = condition ? Then : Else;
        return branch is null ? context.CompleteActivityAsync() : context.ScheduleActivityAsync(branch);
    }
}

/// <summary>Elsa's <c>FlowNode</c>: a box with one activity inside.</summary>
[Activity("Elsa", "Flow", "Holds an activity and runs it.", DisplayName = "Container")]
internal sealed class FlowNode : CodeActivity
{
    [Port]
    public Activity? Body { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        Body is null ? context.CompleteActivityAsync() : context.ScheduleActivityAsync(Body);
}
