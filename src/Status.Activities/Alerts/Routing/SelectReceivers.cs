using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts.Routing;

/// <summary>Says who is to be told.</summary>
[Activity("Status", "Alerts", "Names the configured receivers that are told about a severity at a step of escalation.")]
[FlowNode("Found", "None")]
internal sealed class SelectReceivers : CodeActivity<DataArray>
{
    [Input(Description = "Severity of the alert.", UIHint = InputUIHints.SingleLine, DefaultValue = "high")]
    public Input<string?>? Severity { get; set; }

    [Input(Description = "Step of escalation: 0 at once, 1 and more when nobody acknowledged.", UIHint = InputUIHints.SingleLine, DefaultValue = 0.0)]
    public Input<double>? Tier { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var severity = AlertSeverity.Read(context.Get(Severity));
        var tier = (int)context.Get(Tier);
        var names = context.GetRequiredService<IOptionsMonitor<AlertsOptions>>().CurrentValue.Receivers
            .Where(receiver => receiver.Value.Enabled && receiver.Value.Tier == tier && AlertSeverity.Reaches(severity, receiver.Value.MinSeverity))
            .Select(receiver => receiver.Key)
            .Order(StringComparer.Ordinal);
        var found = new DataArray(names);
        context.Set(Result, found);
        await context.CompleteActivityWithOutcomesAsync(found.Count == 0 ? "None" : "Found");
    }
}
