using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Filtering;

/// <summary>Keeps the items of a span of time.</summary>
[Activity("Status", "Filtering", "Keeps the items whose date lies in a span; the items without a readable date are given out apart.")]
[FlowNode("Found", "None")]
internal sealed class FilterByDate : CodeActivity<DataArray>
{
    [Input(Description = "The items, a list of objects.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Items { get; set; }

    [Input(Description = "Path of the date in an item, such as createdAt.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Property { get; set; }

    [Input(Description = "First instant of the span; empty has no beginning.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? From { get; set; }

    [Input(Description = "First instant after the span; empty has no end.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? To { get; set; }

    [Output(Description = "The items whose date is missing or cannot be read.")]
    public Output<DataArray>? Undated { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = context.Get(Items) as DataArray ?? throw new InvalidOperationException("Items is no list.");
        var (path, from, to) = (context.Get(Property), context.Get(From), context.Get(To));
        var kept = new DataArray();
        var undated = new DataArray();
        foreach (var item in items)
        {
            if (!PropertyPath.TryFollow(item, path, out var value) || Instant.Read(value) is not { } at) undated.Add(item);
            else if (!(at < from) && !(at >= to)) kept.Add(item);
        }

        context.Set(Result, kept);
        context.Set(Undated, undated);
        await context.CompleteActivityWithOutcomesAsync(kept.Count == 0 ? "None" : "Found");
    }
}
