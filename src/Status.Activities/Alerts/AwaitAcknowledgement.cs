using Status.Activities.Alerts.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>Waits until somebody takes an alert on, its condition is over, or a time has passed.</summary>
[Activity("Status", "Alerts", "Waits until somebody acknowledges an alert, its condition is over, or a time has passed.")]
[FlowNode("Acknowledged", "Resolved", "TimedOut")]
internal sealed class AwaitAcknowledgement : CodeActivity<DataObject>
{
    /// <summary>Name of the stimulus that ends the wait.</summary>
    public const string StimulusName = "Status.AwaitAcknowledgement";

    [Input(Description = "Id of the alert.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? AlertId { get; set; }

    [Input(Description = "How long to wait; empty or zero for ever.", UIHint = InputUIHints.SingleLine, DefaultValue = "00:15:00")]
    public Input<TimeSpan?>? Timeout { get; set; }

    /// <summary>What a waiting run listens to.</summary>
    public static DataObject StimulusFor(string fingerprint) => new() { ["Fingerprint"] = fingerprint };

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var id = AlertCondition.Given(context.Get(AlertId)) ?? throw new InvalidOperationException("AlertId is empty: bind it to the alert of alert.raised.");
        context.SetProperty("alertId", id);
        var alert = await ReadAsync(context, id);
        if (alert.State != AlertState.Firing)
        {
            await CompleteAsync(context, alert);
            return;
        }

        Wait(context, alert.Fingerprint);
        if (context.Get(Timeout) is { } timeout && timeout > TimeSpan.Zero)
            context.CreateTimer(context.TimeProvider.GetUtcNow() + timeout, OnTimeoutAsync);
    }

    /// <summary>Called when the alert's state changed; what it is now is read, not believed.</summary>
    public async ValueTask OnChangedAsync(ActivityExecutionContext context)
    {
        var alert = await ReadAsync(context, (string)context.GetProperty("alertId")!);
        if (alert.State == AlertState.Firing) Wait(context, alert.Fingerprint);
        else await CompleteAsync(context, alert);
    }

    /// <summary>Called when the time has passed. An acknowledgement that came just before the bookmark was stored is seen here at the latest.</summary>
    public async ValueTask OnTimeoutAsync(ActivityExecutionContext context)
    {
        var alert = await ReadAsync(context, (string)context.GetProperty("alertId")!);
        await CompleteAsync(context, alert);
    }

    private void Wait(ActivityExecutionContext context, string fingerprint) => context.CreateBookmark(new CreateBookmarkArgs
    {
        BookmarkName = StimulusName,
        Stimulus = StimulusFor(fingerprint),
        Callback = OnChangedAsync,
    });

    private ValueTask CompleteAsync(ActivityExecutionContext context, Alert alert)
    {
        context.Set(Result, alert.ToData());
        return context.CompleteActivityWithOutcomesAsync(alert.State switch
        {
            AlertState.Acknowledged => "Acknowledged",
            AlertState.Resolved => "Resolved",
            _ => "TimedOut",
        });
    }

    private static async Task<Alert> ReadAsync(ActivityExecutionContext context, string id) =>
        await context.GetRequiredService<AlertStore>().FindAsync(id, context.CancellationToken)
        ?? throw new InvalidOperationException($"There is no alert {id}: a run that raised it in this burst has not committed yet. Start the wait by the event alert.raised.");
}
