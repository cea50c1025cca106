using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence;

/// <summary>Looks committed evidence up.</summary>
[Activity("Status", "Evidence", "Looks up committed evidence of a control and scope that was collected in a window, oldest first.")]
[FlowNode("Found", "None")]
internal sealed class FindEvidence : CodeActivity<DataArray>
{
    [Input(Description = "Only of this control; empty for any.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? ControlId { get; set; }

    [Input(Description = "Only where this scope covers the evidence's; * means any value.", UIHint = InputUIHints.Dictionary)]
    public Input<object?>? Scope { get; set; }

    [Input(Description = "Collected at or after.", UIHint = InputUIHints.DateTimePicker, IsRequired = true)]
    public Input<DateTimeOffset>? From { get; set; }

    [Input(Description = "Collected before; now when empty.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? To { get; set; }

    [Input(Description = "Leave out what has expired by now.", UIHint = InputUIHints.Checkbox, DefaultValue = true)]
    public Input<bool>? OnlyValid { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var now = context.TimeProvider.GetUtcNow();
        var control = context.Get(ControlId);
        var scope = Compliance.Scope.From(context.Get(Scope));
        var query = new EvidenceQuery(
            string.IsNullOrWhiteSpace(control) ? null : control,
            scope.Count == 0 ? null : scope,
            new TimeWindow(context.Get(From), context.Get(To) ?? now),
            OnlyValid is null || context.Get(OnlyValid) ? now : null);
        var found = await context.GetRequiredService<IEvidenceIndex>().FindAsync(query, context.CancellationToken);
        context.Set(Result, new DataArray(found.Select(ToData)));
        await context.CompleteActivityWithOutcomesAsync(found.Count == 0 ? "None" : "Found");
    }

    private static DataObject ToData(EvidenceReference evidence) => new()
    {
        ["digest"] = evidence.Digest,
        ["controlId"] = evidence.ControlId,
        ["scope"] = evidence.Scope.ToData(),
        ["source"] = evidence.Source,
        ["collectedAt"] = evidence.CollectedAt,
        ["validUntil"] = evidence.ValidUntil,
    };
}
