using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Evaluation;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>Evaluates the guarantees of an agreement over their windows. Stores nothing: that is <see cref="RecordEvaluation"/>'s part.</summary>
[Activity("Status", "Agreements", "Evaluates the guarantees of an agreement over their civil-time windows: fulfilled, violated or not determined.")]
[FlowNode("Done", "NotFound")]
public sealed class EvaluateGuarantees : CodeActivity<DataObject>
{
    /// <summary>The agreement.</summary>
    [Input(Description = "Id of the agreement.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? AgreementId { get; set; }

    /// <summary>The version.</summary>
    [Input(Description = "Number of the version. Default: the current one.", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? AgreementVersion { get; set; }

    /// <summary>The run of controls.</summary>
    [Input(Description = "The computation group whose results count for computed metrics. Default: for each control its last complete run.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? ComputationGroup { get; set; }

    /// <summary>Another window.</summary>
    [Input(Description = "A window {from, to} for all guarantees instead of their own. Optional.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Window { get; set; }

    /// <summary>Only some guarantees.</summary>
    [Input(Description = "Only these guarantees, by id. Default: all.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? Guarantees { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var version = Values.Decimal(context.Get(AgreementVersion)) is { } number ? (int?)number : null;
        var found = await context.GetRequiredService<IAgreementCatalog>().FindAsync(context.Get(AgreementId) ?? "", version, context.CancellationToken);
        if (found is null)
        {
            await context.CompleteActivityWithOutcomesAsync("NotFound");
            return;
        }

        var guarantees = Values.Texts(context.Get(Guarantees));
        var request = new EvaluationRequest
        {
            Agreement = context.GetRequiredService<AgreementReader>().ReadStored(found),
            Version = found.Version,
            At = context.TimeProvider.GetUtcNow(),
            Window = Values.Window(context.Get(Window)),
            ComputationGroup = context.Get(ComputationGroup) is { Length: > 0 } group ? group : null,
            Guarantees = guarantees.Count > 0 ? guarantees.ToHashSet(StringComparer.Ordinal) : null,
        };
        var evaluation = await context.GetRequiredService<AgreementEvaluator>().EvaluateAsync(request, context.CancellationToken);
        context.Set(Result, EvaluationData.ToData(evaluation));
        foreach (var verdict in Enum.GetValues<Verdict>()) context.JournalData[verdict.ToString()] = (double)evaluation.Count(verdict);
        await context.CompleteActivityAsync();
    }
}
