using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

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

/// <summary>Elsa's <c>ForEach</c>.</summary>
[Activity("Elsa", "Looping", "Runs its body once for each item, one after the other.", DisplayName = "For Each")]
internal sealed class ForEach : Activity
{
    [Input(Description = "The items.", UIHint = InputUIHints.SingleLine)]
    public Input<object>? Items { get; set; }

    [Port]
    public Activity? Body { get; set; }

    [Output(Description = "The item of this turn.")]
    public Output<object>? CurrentValue { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = context.Get(Items);
        var list = items switch
        {
            null => [],
            DataArray array => array,
            _ => ValueConverter.To<DataArray>(items) ?? [],
        };
        if (Body is null || list.Count == 0) return context.CompleteActivityAsync();
        context.SetProperty("items", list);
        return Turn(context, list, 0);
    }

    private ValueTask Turn(ActivityExecutionContext context, DataArray items, int index)
    {
        context.SetProperty("index", index);
        context.Set(CurrentValue, items[index]);
        return context.ScheduleActivityAsync(Body, OnBodyCompleted, new DataObject { ["CurrentIndex"] = (double)index, ["CurrentValue"] = items[index] });
    }

    private ValueTask OnBodyCompleted(ActivityExecutionContext context)
    {
        var items = (DataArray)context.GetProperty("items")!;
        var next = (int)(double)context.GetProperty("index")! + 1;
        return next < items.Count ? Turn(context, items, next) : context.CompleteActivityAsync();
    }
}
