using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>Stored states as engine values and REST bodies.</summary>
public static class StateData
{
    /// <summary>One state.</summary>
    public static DataObject ToData(GuaranteeState state) => new()
    {
        ["agreementId"] = state.AgreementId,
        ["agreementVersion"] = (double)state.AgreementVersion,
        ["guaranteeId"] = state.GuaranteeId,
        ["scope"] = state.Scope.ToData(),
        ["state"] = state.Verdict.ToText(),
        ["standing"] = state.Standing.ToText(),
        ["since"] = state.Since,
        ["value"] = state.Value,
        ["objective"] = state.Objective,
        ["metrics"] = new DataObject(state.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (object?)metric.Value))),
        ["reason"] = state.Reason,
        ["window"] = state.Window == default ? null : Values.Window(state.Window),
        ["evaluatedUntil"] = state.EvaluatedUntil == default ? null : state.EvaluatedUntil,
        ["computationGroup"] = state.ComputationGroup,
    };
}
