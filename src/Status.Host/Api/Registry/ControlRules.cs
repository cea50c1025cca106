using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;
using Status.Activities.Registry.Catalogs;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>What a control must have before it is in force.</summary>
internal static class ControlRules
{
    /// <summary>Everything that is missing: parameters with <c>endpoint</c> and a <c>threshold</c> from 0 to 100, and a workflow or an endpoint that evaluates it.</summary>
    public static IEnumerable<AgreementProblem> Problems(ControlRow row, string path)
    {
        var parameters = DataJson.Parse(row.Params) as DataObject ?? [];
        if (parameters["endpoint"] is not string { Length: > 0 })
            yield return new($"{path}.params.endpoint", "The endpoint is missing: the path of the flow, such as '/control-metric'.");
        if (parameters["threshold"] is not (double or long or decimal) || Values.Decimal(parameters["threshold"]) is not (>= 0 and <= 100))
            yield return new($"{path}.params.threshold", "The threshold is a number from 0 to 100.");
        if (row.EndDate <= row.StartDate) yield return new($"{path}.endDate", "The end lies before the start.");
    }
}
