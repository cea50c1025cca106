using Status.Activities.Compliance;
using Status.Activities.Registry.Controls;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry;

/// <summary>Finds the controls to run now: one item for each control and scope whose last complete window was not computed yet.</summary>
[Activity("Status", "Registry", "Finds the controls that are due, one item for each control and scope, and the agreements that rest on them.")]
[FlowNode("Found", "None")]
public sealed class FindDueControls : CodeActivity<DataArray>
{
    /// <summary>Only these controls.</summary>
    [Input(Description = "Only these controls, by id. Default: all finalized controls of finalized catalogs.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? ControlIds { get; set; }

    /// <summary>Also those that were computed.</summary>
    [Input(Description = "Take controls too whose last window was computed already. Default: no.", UIHint = InputUIHints.Checkbox)]
    public Input<bool>? Force { get; set; }

    /// <summary>Another window.</summary>
    [Input(Description = "A window {from, to} to look at instead of each control's last complete one. Optional.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Window { get; set; }

    /// <summary>The agreements concerned.</summary>
    [Output(Description = "Ids of the agreements that rest on the controls found, each once.")]
    public Output<DataArray>? AgreementIds { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var ids = Values.Texts(context.Get(ControlIds));
        var controls = await context.GetRequiredService<ControlSchedule>().LoadAsync(ids, context.CancellationToken);
        var due = DueControls.Choose(controls, context.TimeProvider.GetUtcNow(), context.Get(Force));
        if (Values.Window(context.Get(Window)) is { } window) due = [.. due.Select(item => item with { Window = window })];
        context.Set(Result, new DataArray(due.Select(Item)));
        context.Set(AgreementIds, new DataArray(due.Select(item => item.Scheduled.AgreementId).OfType<string>().Distinct(StringComparer.Ordinal)));
        context.JournalData["Controls"] = (double)due.Count;
        await context.CompleteActivityWithOutcomesAsync(due.Count > 0 ? "Found" : "None");
    }

    private static DataObject Item(DueControl due)
    {
        var control = due.Scheduled.Control;
        return new()
        {
            ["controlId"] = control.Id,
            ["name"] = control.Name,
            ["catalogId"] = control.CatalogId,
            ["agreementId"] = due.Scheduled.AgreementId,
            ["period"] = control.Period.ToControlText(),
            ["params"] = control.Parameters,
            ["workflowDefinitionId"] = control.WorkflowDefinitionId,
            ["scope"] = due.Scheduled.Scope.ToData(),
            ["window"] = Values.Window(due.Window),
        };
    }
}
