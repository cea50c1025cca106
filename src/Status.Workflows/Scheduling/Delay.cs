using Status.Workflows.Authoring;

namespace Status.Workflows.Scheduling;

/// <summary>Waits for a time span.</summary>
[Activity("Elsa", "Scheduling", "Waits for a time span.", DisplayName = "Delay")]
public sealed class Delay : Activity
{
    /// <summary>How long.</summary>
    [Input(Description = "How long to wait, as [d.]hh:mm:ss.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<TimeSpan>? TimeSpan { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.CreateTimer(context.TimeProvider.GetUtcNow() + context.Get(TimeSpan), OnDue);
        return ValueTask.CompletedTask;
    }

    private static ValueTask OnDue(ActivityExecutionContext context) => context.CompleteActivityAsync();
}
