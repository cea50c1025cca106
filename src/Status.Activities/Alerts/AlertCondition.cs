using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Activities.Alerts;

/// <summary>What an alert is about. Equal conditions have equal fingerprints on every host.</summary>
/// <param name="Source">Who noticed it: <c>agreement</c>, <c>host</c>, <c>grafana</c> …</param>
/// <param name="AgreementId">The agreement, when one is broken.</param>
/// <param name="GuaranteeId">The guarantee, or another name for what is watched.</param>
/// <param name="Scope">Where.</param>
internal sealed record AlertCondition(string Source, string? AgreementId, string? GuaranteeId, Scope Scope)
{
    /// <summary>Identifies the condition.</summary>
    public string Fingerprint => IdGenerator.Derive("alert-condition", Source, AgreementId ?? "", GuaranteeId ?? "", Scope.Key);

    /// <summary>Reads the condition from an activity's inputs.</summary>
    public static AlertCondition Read(
        ActivityExecutionContext context, Input<string?>? source, Input<string?>? agreement, Input<string?>? guarantee, Input<object?>? scope)
    {
        var condition = new AlertCondition(
            Given(context.Get(source)) ?? "agreement", Given(context.Get(agreement)), Given(context.Get(guarantee)), Scope.From(context.Get(scope)));
        return condition.AgreementId is null && condition.GuaranteeId is null && condition.Scope.Count == 0
            ? throw new InvalidOperationException("The alert has no condition: give AgreementId and GuaranteeId, or a Scope, so that a repetition can be recognised.")
            : condition;
    }

    /// <summary>The text, or <c>null</c> when it says nothing.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
