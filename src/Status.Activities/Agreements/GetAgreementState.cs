using Status.Activities.Agreements.Points;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>Reads where the guarantees of an agreement stand, as the last evaluations left them.</summary>
[Activity("Status", "Agreements", "Reads where the guarantees of an agreement stand, with value, objective, window, reason and since when.")]
[FlowNode("Done", "NotEvaluated")]
public sealed class GetAgreementState : CodeActivity<DataArray>
{
    /// <summary>The agreement.</summary>
    [Input(Description = "Id of the agreement.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? AgreementId { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var states = await context.GetRequiredService<IPointStore>().LoadStatesAsync(context.Get(AgreementId) ?? "", context.CancellationToken);
        context.Set(Result, new DataArray(states.Select(StateData.ToData)));
        await context.CompleteActivityWithOutcomesAsync(states.Count > 0 ? "Done" : "NotEvaluated");
    }
}
