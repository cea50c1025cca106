using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Extraction;

/// <summary>Finds an item of a list.</summary>
[Activity("Status", "Extraction", "Finds the first item of a list whose member has a value.")]
[FlowNode("Found", "Missing")]
internal sealed class FindObject : CodeActivity<object?>
{
    [Input(Description = "The items, a list of objects.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Items { get; set; }

    [Input(Description = "Path of the member in an item.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Property { get; set; }

    [Input(Description = "The value it must have, of the same kind: 3 is not \"3\".", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? Value { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = context.Get(Items) as DataArray ?? throw new InvalidOperationException("Items is no list.");
        var (path, wanted) = (context.Get(Property), context.Get(Value));
        foreach (var item in items)
        {
            if (!PropertyPath.TryFollow(item, path, out var value) || !StrictEquality.AreEqual(value, wanted)) continue;
            context.Set(Result, item);
            await context.CompleteActivityWithOutcomesAsync("Found");
            return;
        }

        context.Set(Result, null);
        await context.CompleteActivityWithOutcomesAsync("Missing");
    }
}
