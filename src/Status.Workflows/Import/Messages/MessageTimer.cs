using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Import.Messages;

/// <summary>
/// Holds a message for a time and sends it then. A further message of the same name takes its place, and one without a time only takes it away: what nodes need that limit, repeat, extend or
/// give up.
/// </summary>
[Activity("Status", "Messages", "Holds a message for a time. A further message of the same name takes its place, one without a time ends the wait; for flowcharts that carry messages.", DisplayName = "Message Timer")]
[FlowNode("Due", "Stopped")]
internal sealed class MessageTimer : Activity
{
    private const string NameProperty = "Name";

    [Input(Description = "Which wait is meant; messages of different names wait side by side.", UIHint = InputUIHints.SingleLine, Order = 1)]
    public Input<string?>? Wait { get; set; }

    [Input(Description = "How long, in milliseconds; empty: the wait of this name ends and nothing is sent.", UIHint = InputUIHints.SingleLine, Order = 2)]
    public Input<double?>? Milliseconds { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        var name = context.Get(Wait) ?? "";
        foreach (var earlier in self.Run.Live().Where(e => e != self && e.Node == self.Node && e.Parent == self.Parent && e.GetProperty(NameProperty) as string == name).ToArray())
            self.Run.Cancel(earlier);
        if (context.Get(Milliseconds) is not { } milliseconds) return context.CompleteActivityWithOutcomesAsync("Stopped");
        context.SetProperty(NameProperty, name);
        context.CreateTimer(context.TimeProvider.GetUtcNow() + TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, TimeSpan.FromDays(3650).TotalMilliseconds)), OnDue);
        return ValueTask.CompletedTask;
    }

    private static ValueTask OnDue(ActivityExecutionContext context) => context.CompleteActivityWithOutcomesAsync("Due");
}
