using Status.Activities.Alerts.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>
/// Opens an alert. The outcome tells what was open when the activity looked; whether the alert really opened is decided by the commit, which alone
/// leaves <c>alert.raised</c>. What must happen once per alert (notify, wait, escalate) is therefore started by that fact, not by the outcome.
/// </summary>
[Activity("Status", "Alerts", "Opens an alert unless its condition already has an open one. What must happen once per alert is started by the event alert.raised.")]
[FlowNode("Raised", "Deduplicated")]
internal sealed class RaiseAlert : CodeActivity<DataObject>
{
    [Input(Description = "Who noticed it: agreement, host, grafana … Part of the condition.", UIHint = InputUIHints.SingleLine, DefaultValue = "agreement")]
    public Input<string?>? Source { get; set; }

    [Input(Description = "The agreement that is broken. Part of the condition.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? AgreementId { get; set; }

    [Input(Description = "The guarantee, or another name for what is watched. Part of the condition.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? GuaranteeId { get; set; }

    [Input(Description = "Where, as an object of texts. Part of the condition.", UIHint = InputUIHints.Dictionary)]
    public Input<object?>? Scope { get; set; }

    [Input(Description = "How urgent.", UIHint = InputUIHints.DropDown, Options = ["critical", "high", "medium", "low", "info"], DefaultValue = "high")]
    public Input<string?>? Severity { get; set; }

    [Input(Description = "One line for people.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Title { get; set; }

    [Input(Description = "What else is known, as an object.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Details { get; set; }

    [Input(Description = "The instant the observation speaks about; now when empty. An alert is not opened about what was over by then.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? ObservedAt { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var condition = AlertCondition.Read(context, Source, AgreementId, GuaranteeId, Scope);
        var now = context.TimeProvider.GetUtcNow();
        var key = context.GetIdempotencyKey();
        var alert = new Alert
        {
            Id = IdGenerator.Derive("alert", key),
            Fingerprint = condition.Fingerprint,
            State = AlertState.Firing,
            Severity = AlertSeverity.Read(context.Get(Severity)),
            Title = MessageTemplate.OneLine(AlertCondition.Given(context.Get(Title)) ?? DefaultTitle(condition), 200),
            Source = condition.Source,
            AgreementId = condition.AgreementId,
            GuaranteeId = condition.GuaranteeId,
            Scope = condition.Scope,
            Details = context.Get(Details) as DataObject ?? [],
            ObservedAt = context.Get(ObservedAt) ?? now,
            OpenedAt = now,
            LastSeenAt = now,
            InstanceId = context.WorkflowInstanceId,
        };
        foreach (var write in AlertWrites.Raise(alert, key)) context.Enlist(write);
        var open = await context.GetRequiredService<AlertStore>().FindOpenAsync(alert.Fingerprint, context.CancellationToken);
        context.Set(Result, (open ?? alert).ToData());
        await context.CompleteActivityWithOutcomesAsync(open is null ? "Raised" : "Deduplicated");
    }

    private static string DefaultTitle(AlertCondition condition) =>
        string.Join(' ', ((string?[])[condition.AgreementId, condition.GuaranteeId, condition.Scope.Count == 0 ? null : condition.Scope.Key]).OfType<string>());
}
