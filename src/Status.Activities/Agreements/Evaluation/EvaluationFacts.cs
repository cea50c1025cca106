using System.Security.Cryptography;
using Status.Activities.Compliance;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>The facts an evaluation leaves.</summary>
public static class EvaluationFacts
{
    /// <summary>An agreement was evaluated and its points are stored.</summary>
    public const string Evaluated = "agreement.evaluated";

    /// <summary>A promise that stood, or that nothing was known about, is broken.</summary>
    public const string Violated = "guarantee.violated";

    /// <summary>A promise that was broken is kept again.</summary>
    public const string Restored = "guarantee.restored";

    /// <summary>A fact is small: beyond this many elements their states are counted and digested, not listed.</summary>
    private const int MaxListedStates = 60;

    /// <summary>The one name of a promise in a scope, the correlation id of what is announced about it: agreement, guarantee and scope.</summary>
    public static string PromiseId(Point point) => $"{point.AgreementId}/{point.GuaranteeId}/{point.Scope.Key}";

    /// <summary><see cref="Evaluated"/>, correlated with the run of controls that asked for the evaluation.</summary>
    public static FactDraft AgreementEvaluated(Evaluation evaluation, string evaluationId)
    {
        var states = EvaluationData.States(evaluation);
        var listed = states.Count <= MaxListedStates;
        var body = new DataObject
        {
            ["evaluationId"] = evaluationId,
            ["agreementId"] = evaluation.AgreementId,
            ["agreementVersion"] = (double)evaluation.Version,
            ["agreementName"] = evaluation.AgreementName,
            ["evaluatedAt"] = evaluation.At,
            ["computationGroup"] = evaluation.ComputationGroup,
            ["fulfilled"] = (double)evaluation.Count(Verdict.Fulfilled),
            ["violated"] = (double)evaluation.Count(Verdict.Violated),
            ["notDetermined"] = (double)evaluation.Count(Verdict.NotDetermined),
            ["digest"] = Convert.ToHexStringLower(SHA256.HashData(DataJson.ToUtf8(states))),
            ["states"] = listed ? states : [],
            ["statesListed"] = listed,
        };
        return new(Evaluated, body, evaluationId) { CorrelationId = evaluation.ComputationGroup };
    }

    /// <summary><see cref="Violated"/> or <see cref="Restored"/>, correlated with <see cref="PromiseId"/>.</summary>
    public static FactDraft Changed(Evaluation evaluation, ElementResult result, string evaluationId)
    {
        var point = result.Point;
        var type = point.Verdict == Verdict.Violated ? Violated : Restored;
        var body = EvaluationData.State(point);
        body["promiseId"] = PromiseId(point);
        body["agreementId"] = point.AgreementId;
        body["agreementVersion"] = (double)point.AgreementVersion;
        body["agreementName"] = evaluation.AgreementName;
        body["description"] = result.Description;
        body["severity"] = result.Severity;
        body["computationGroup"] = point.ComputationGroup;
        body["evaluationId"] = evaluationId;
        var key = IdGenerator.Derive(type, point.AgreementId, point.GuaranteeId, point.Scope.Key, $"{point.EvaluatedUntil.UtcTicks}");
        return new(type, body, key) { CorrelationId = PromiseId(point) };
    }
}
