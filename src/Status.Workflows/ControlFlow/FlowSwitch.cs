using Status.Workflows.Authoring;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>FlowSwitch</c>.</summary>
[Activity("Elsa", "Branching", "Chooses among several paths by conditions.", DisplayName = "Switch (flow)")]
[FlowNode("Default")]
internal sealed class FlowSwitch : CodeActivity
{
    [Input(Description = "The cases, looked at in order.", UIHint = InputUIHints.FlowSwitchEditor)]
    public IReadOnlyList<FlowSwitchCase> Cases { get; set; } = [];

    [Input(Description = "Whether the first case that is true is followed, or all of them.", DefaultValue = SwitchMode.MatchFirst)]
    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var matches = new List<string>();
        var all = Mode.Get(context) == SwitchMode.MatchAny;
        foreach (var item in Cases)
        {
            if (!item.Condition.Get(context)) continue;
            matches.Add(item.Label);
            if (!all) break;
        }

        return matches.Count == 0 ? context.CompleteActivityWithOutcomesAsync("Default") : context.CompleteActivityWithOutcomesAsync([.. matches]);
    }
}

/// <summary>A case of a switch.</summary>
internal sealed class FlowSwitchCase
{
    /// <summary>Name of the outcome.</summary>
    public string Label { get; set; } = "";

    /// <summary>Whether the outcome is followed.</summary>
    public Input<bool> Condition { get; set; } = new(false);
}
