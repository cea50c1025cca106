using Status.Activities.Compliance;
using Status.Workflows.Authoring;

namespace Status.Activities.Extraction;

/// <summary>Takes a member out of an object.</summary>
[Activity("Status", "Extraction", "Takes a member out of an object by its path (a.b[0]).")]
[FlowNode("Found", "Missing")]
internal sealed class GetProperty : CodeActivity<object?>
{
    [Input(Description = "The object.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Subject { get; set; }

    [Input(Description = "Path of the member, such as status or items[0].state.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Property { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var isThere = PropertyPath.TryFollow(context.Get(Subject), context.Get(Property), out var value);
        context.Set(Result, value);
        await context.CompleteActivityWithOutcomesAsync(isThere ? "Found" : "Missing");
    }
}
