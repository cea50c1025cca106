using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>FlowDecision</c>.</summary>
[Activity("Elsa", "Branching", "Chooses between two paths by a condition.", DisplayName = "Decision")]
[FlowNode("True", "False")]
internal sealed class FlowDecision : CodeActivity
{
    [Input(Description = "The condition; the outcome is True or False.", UIHint = InputUIHints.SingleLine, DefaultValue = false)]
    public Input<bool> Condition { get; set; } = new(false);

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.CompleteActivityWithOutcomesAsync(Condition.Get(context) ? "True" : "False");
}

/// <summary>How many cases a switch follows.</summary>
internal enum SwitchMode
{
    /// <summary>The first that is true.</summary>
    MatchFirst,

    /// <summary>All that are true.</summary>
    MatchAny,
}

/// <summary>Elsa's <c>FlowFork</c>.</summary>
[Activity("Elsa", "Branching", "Goes on along several paths at the same time.", DisplayName = "Fork (flow)")]
internal sealed class FlowFork : CodeActivity
{
    [Input(Description = "The outcomes to follow.", UIHint = InputUIHints.DynamicOutcomes)]
    public Input<string[]>? Branches { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.Get(Branches) is { Length: > 0 } branches ? context.CompleteActivityWithOutcomesAsync(branches) : context.CompleteActivityAsync();
}

/// <summary>What a join waits for.</summary>
internal enum FlowJoinMode
{
    /// <summary>A token over every connection.</summary>
    WaitAll,

    /// <summary>A visit of every connection, one of them followed; in a flow of tokens the same as <see cref="WaitAll"/>.</summary>
    WaitAllActive,

    /// <summary>The first token; what is still on its way is cancelled.</summary>
    WaitAny,
}

/// <summary>Elsa's <c>FlowJoin</c>.</summary>
[Activity("Elsa", "Branching", "Joins several paths into one.", DisplayName = "Join")]
internal sealed class FlowJoin : CodeActivity
{
    [Input(Description = "Whether it waits for all paths or for the first.", DefaultValue = FlowJoinMode.WaitAny)]
    public Input<FlowJoinMode> Mode { get; set; } = new(FlowJoinMode.WaitAny);

    /// <summary>The merge mode that stands for the join's mode.</summary>
    public MergeMode Merge => Mode.IsLiteral && Mode.Literal == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;

    /// <summary>What it waits for when visits are counted.</summary>
    public FlowJoinMode Waits => Mode.IsLiteral ? Mode.Literal : FlowJoinMode.WaitAll;

    protected internal override void Validate(ActivityValidationContext context)
    {
        if (!Mode.IsLiteral) context.Warn(nameof(Mode), "The mode of a join must be fixed; an expression counts as WaitAll.");
    }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        if (self.Parent is { Node.Activity: Flowchart { CountsVisits: true } chart } flowchart) chart.BeginJoin(flowchart, self.Node.Position);
        return context.CompleteActivityAsync();
    }
}
