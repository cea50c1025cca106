using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts.Routing;

/// <summary>
/// Enlists a message to a receiver. The outbox sends it after the commit, with retries, signed with the receiver's secret; neither address nor
/// secret stands in the fact.
/// </summary>
[Activity("Status", "Alerts", "Enlists a message to a receiver; it is sent after the commit, signed, and again until it arrives.")]
[FlowNode("Enlisted", "NoReceiver")]
internal sealed class NotifyReceiver : CodeActivity<string>
{
    [Input(Description = "Name of a configured receiver.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Receiver { get; set; }

    [Input(Description = "The message: an object is sent as JSON.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Message { get; set; }

    [Input(Description = "What the message announces, e.g. alert.raised; the receiver's dispatcher reads it.", UIHint = InputUIHints.SingleLine, DefaultValue = "alert.raised")]
    public Input<string?>? EventType { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var name = context.Get(Receiver) ?? "";
        var receivers = context.GetRequiredService<IOptionsMonitor<AlertsOptions>>().CurrentValue.Receivers;
        if (!receivers.TryGetValue(name, out var receiver) || !receiver.Enabled)
        {
            await context.CompleteActivityWithOutcomesAsync("NoReceiver");
            return;
        }

        var key = context.GetIdempotencyKey();
        var id = "msg_" + IdGenerator.Derive("delivery", key);
        var body = new DataObject
        {
            ["type"] = AlertCondition.Given(context.Get(EventType)) ?? AlertFacts.Raised,
            ["timestamp"] = context.TimeProvider.GetUtcNow(),
            ["data"] = context.Get(Message),
        };
        context.Emit(new FactDraft(
            AlertFacts.DeliveryRequested,
            new DataObject { ["id"] = id, ["receiver"] = name, ["contentType"] = "application/json", ["body"] = DataJson.ToJson(body) },
            key));
        context.Set(Result, id);
        await context.CompleteActivityWithOutcomesAsync("Enlisted");
    }
}
