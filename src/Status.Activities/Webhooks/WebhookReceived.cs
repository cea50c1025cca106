using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Webhooks;

/// <summary>Starts a workflow on a signed webhook; inside a run it waits for the next one.</summary>
[Activity("Status", "Webhooks", "Starts the workflow on a signed webhook from a configured sender, exactly once per delivery; inside a run it waits for the next one.", Kind = ActivityKind.Trigger)]
internal sealed class WebhookReceived : Trigger<object>
{
    /// <summary>Stimulus name.</summary>
    public const string StimulusName = "Status.WebhookReceived";

    [Input(Description = "The sender's name: webhooks come in at /hooks/<name>.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? WebhookName { get; set; }

    [Output(Description = "The headers that are no credentials, by lower-case name.")]
    public Output<DataObject>? Headers { get; set; }

    [Output(Description = "Identifies the delivery; the same when it is sent again.")]
    public Output<string>? DeliveryId { get; set; }

    /// <summary>What identifies a stimulus for a sender.</summary>
    public static DataObject Payload(string name) => new() { ["Name"] = name.ToLowerInvariant() };

    public override IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context) =>
        context.Get(WebhookName) is { Length: > 0 } name ? [new TriggerStimulus(StimulusName, Payload(name))] : [];

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow) return ReceiveAsync(context);
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = StimulusName, Stimulus = Payload(context.Get(WebhookName) ?? ""), Callback = ReceiveAsync });
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what came.</summary>
    public ValueTask ReceiveAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.StimulusInput?["payload"]);
        context.Set(Headers, context.StimulusInput?["headers"]);
        context.Set(DeliveryId, context.StimulusInput?["deliveryId"]);
        return context.CompleteActivityAsync();
    }
}
