using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>Loads an agreement from the registry and checks that it can be evaluated.</summary>
[Activity("Status", "Agreements", "Loads an agreement from the registry: its current version, or the one that is asked for.")]
[FlowNode("Found", "NotFound")]
public sealed class LoadAgreement : CodeActivity<DataObject>
{
    /// <summary>The agreement.</summary>
    [Input(Description = "Id of the agreement.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? AgreementId { get; set; }

    /// <summary>The version.</summary>
    [Input(Description = "Number of the version. Default: the current one.", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? AgreementVersion { get; set; }

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

        var agreement = context.GetRequiredService<AgreementReader>().ReadStored(found);
        context.Set(Result, new DataObject
        {
            ["id"] = found.Id,
            ["version"] = (double)found.Version,
            ["digest"] = found.Digest,
            ["name"] = agreement.Name,
            ["timeZone"] = agreement.Zone.Id,
            ["guarantees"] = new DataArray(agreement.Guarantees.Select(guarantee => guarantee.Id)),
        });
        await context.CompleteActivityWithOutcomesAsync("Found");
    }
}
