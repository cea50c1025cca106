using Status.Activities.Alerts.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>Lists open alerts.</summary>
[Activity("Status", "Alerts", "Lists the alerts that are firing or acknowledged, oldest first, at most 1,000.")]
[FlowNode("Found", "None")]
internal sealed class GetOpenAlerts : CodeActivity<DataArray>
{
    [Input(Description = "Only of this agreement; empty for any.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? AgreementId { get; set; }

    [Input(Description = "Only of this severity; empty for any.", UIHint = InputUIHints.DropDown, Options = ["", "critical", "high", "medium", "low", "info"])]
    public Input<string?>? Severity { get; set; }

    [Input(Description = "Leave out what somebody has taken on.", UIHint = InputUIHints.Checkbox, DefaultValue = false)]
    public Input<bool>? OnlyUnacknowledged { get; set; }

    [Output(Description = "How many match, also when more than 1,000 do.")]
    public Output<double>? Count { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var severity = AlertCondition.Given(context.Get(Severity));
        var filter = new AlertFilter
        {
            States = context.Get(OnlyUnacknowledged) ? [AlertState.Firing] : [AlertState.Firing, AlertState.Acknowledged],
            AgreementId = AlertCondition.Given(context.Get(AgreementId)),
            Severity = severity is null ? null : AlertSeverity.Read(severity),
            Ascending = true,
            Take = 1000,
        };
        var page = await context.GetRequiredService<AlertStore>().ListAsync(filter, context.CancellationToken);
        context.Set(Count, (double)page.Total);
        context.Set(Result, new DataArray(page.Items.Select(alert => alert.ToData())));
        await context.CompleteActivityWithOutcomesAsync(page.Total == 0 ? "None" : "Found");
    }
}
