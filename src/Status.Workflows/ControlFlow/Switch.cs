using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>Switch</c>: runs the activity of the case that is true, or of all that are.</summary>
[Activity("Elsa", "Branching", "Runs the activity of the case whose condition is true.")]
internal sealed class Switch : CodeActivity
{
    [Input(Description = "The cases, looked at in order.", UIHint = InputUIHints.SwitchEditor)]
    public IReadOnlyList<SwitchCase> Cases { get; set; } = [];

    [Input(Description = "Whether the first case that is true is run, or all of them.", DefaultValue = SwitchMode.MatchFirst)]
    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    /// <summary>Runs when no case is true.</summary>
    [Port]
    public Activity? Default { get; set; }

    [Output(Description = "Label of the case that was true; a list of labels when all are run.")]
    public Output<object>? Output { get; set; }

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var all = Mode.Get(context) == SwitchMode.MatchAny;
        var matches = new List<SwitchCase>();
        foreach (var item in Cases)
        {
            if (!item.Condition.Get(context)) continue;
            matches.Add(item);
            if (!all) break;
        }

        if (matches.Count > 0) context.Set(Output, all ? new DataArray(matches.Select(m => (object?)m.Label)) : matches[0].Label);
        IEnumerable<Activity?> chosen = matches.Count > 0 ? matches.Select(m => m.Activity) : [Default];
        var scheduled = false;
        foreach (var activity in chosen.OfType<Activity>())
        {
            await context.ScheduleActivityAsync(activity);
            scheduled = true;
        }

        if (!scheduled) await context.CompleteActivityAsync();
    }
}

/// <summary>A case of a switch with its activity.</summary>
internal sealed class SwitchCase
{
    /// <summary>Name of the case.</summary>
    public string Label { get; set; } = "";

    /// <summary>Whether the case is run.</summary>
    public Input<bool> Condition { get; set; } = new(false);

    /// <summary>What runs.</summary>
    public Activity? Activity { get; set; }
}
