using Status.Activities.Alerts.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Activities.Alerts;

/// <summary>Closes the open alert of a condition that is over.</summary>
[Activity("Status", "Alerts", "Notes that a condition is over and closes its open alert; leaves alert.resolved when there was one.")]
[FlowNode("Resolved", "NothingOpen")]
internal sealed class ResolveAlert : CodeActivity<bool>
{
    [Input(Description = "Who noticed it, as it was raised.", UIHint = InputUIHints.SingleLine, DefaultValue = "agreement")]
    public Input<string?>? Source { get; set; }

    [Input(Description = "The agreement, as it was raised.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? AgreementId { get; set; }

    [Input(Description = "The guarantee, as it was raised.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? GuaranteeId { get; set; }

    [Input(Description = "The scope, as it was raised.", UIHint = InputUIHints.Dictionary)]
    public Input<object?>? Scope { get; set; }

    [Input(Description = "Why it is over, for the timeline.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Resolution { get; set; }

    [Input(Description = "The instant at which the condition was over; now when empty. Alerts about later observations stay open.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? ClearedAt { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var condition = AlertCondition.Read(context, Source, AgreementId, GuaranteeId, Scope);
        var now = context.TimeProvider.GetUtcNow();
        var clearedAt = context.Get(ClearedAt) ?? now;
        var resolution = AlertCondition.Given(context.Get(Resolution)) is { } text ? MessageTemplate.OneLine(text, 500) : null;
        var open = await context.GetRequiredService<AlertStore>().FindOpenAsync(condition.Fingerprint, context.CancellationToken);
        foreach (var write in AlertWrites.Resolve(condition, open, clearedAt, now, resolution, context.WorkflowInstanceId, context.GetIdempotencyKey()))
            context.Enlist(write);
        var closes = open is not null && open.ObservedAt <= clearedAt;
        context.Set(Result, closes);
        await context.CompleteActivityWithOutcomesAsync(closes ? "Resolved" : "NothingOpen");
    }
}
