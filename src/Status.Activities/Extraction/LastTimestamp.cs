using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Extraction;

/// <summary>Finds the newest date in a list.</summary>
[Activity("Status", "Extraction", "Finds the newest date among the items of a list, and the item that carries it.")]
[FlowNode("Found", "None")]
internal sealed class LastTimestamp : CodeActivity<DateTimeOffset?>
{
    [Input(Description = "The items, a list of objects.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Items { get; set; }

    [Input(Description = "Path of the date in an item, such as createdAt.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Property { get; set; }

    [Output(Description = "The item with the newest date; the first of several.")]
    public Output<object?>? Item { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = context.Get(Items) as DataArray ?? throw new InvalidOperationException("Items is no list.");
        var path = context.Get(Property);
        DateTimeOffset? newest = null;
        object? owner = null;
        foreach (var item in items)
        {
            if (!PropertyPath.TryFollow(item, path, out var value) || Instant.Read(value) is not { } at || at <= newest) continue;
            (newest, owner) = (at, item);
        }

        context.Set(Result, newest);
        context.Set(Item, owner);
        await context.CompleteActivityWithOutcomesAsync(newest is null ? "None" : "Found");
    }
}
