using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>
/// An evaluation as an engine value, so that a designer sees it, may put steps between evaluating and recording, and the run may wait there.
/// </summary>
public static class EvaluationData
{
    /// <summary>Writes an evaluation; <c>states</c> is what holds now, <c>results</c> every window that was looked at.</summary>
    public static DataObject ToData(Evaluation evaluation) => new()
    {
        ["agreementId"] = evaluation.AgreementId,
        ["agreementName"] = evaluation.AgreementName,
        ["agreementVersion"] = (double)evaluation.Version,
        ["evaluatedAt"] = evaluation.At,
        ["computationGroup"] = evaluation.ComputationGroup,
        ["fulfilled"] = (double)evaluation.Count(Verdict.Fulfilled),
        ["violated"] = (double)evaluation.Count(Verdict.Violated),
        ["notDetermined"] = (double)evaluation.Count(Verdict.NotDetermined),
        ["states"] = States(evaluation),
        ["results"] = new DataArray(evaluation.Results.Select(ToData)),
    };

    /// <summary>Reads what <see cref="ToData(Evaluation)"/> wrote. Throws <see cref="FormatException"/> for anything else.</summary>
    public static Evaluation From(object? value)
    {
        var data = value as IReadOnlyDictionary<string, object?> ?? throw new FormatException("This is no evaluation; connect the result of Status.EvaluateGuarantees.");
        var (id, version) = (Values.Text(data, "agreementId"), (int)Values.Number(data, "agreementVersion"));
        var results = data.GetValueOrDefault("results") as IEnumerable<object?> ?? throw new FormatException("The evaluation has no results.");
        var group = data.GetValueOrDefault("computationGroup") as string;
        return new(
            id,
            Values.Text(data, "agreementName"),
            version,
            Values.Time(data, "evaluatedAt"),
            group,
            [.. results.Select(result => FromResult(result as IReadOnlyDictionary<string, object?> ?? throw new FormatException("A result is no object."), id, version))]);
    }

    /// <summary>What holds now, one object for each guarantee and scope.</summary>
    public static DataArray States(Evaluation evaluation) => new(evaluation.Current.Select(State));

    /// <summary>One state.</summary>
    public static DataObject State(Point point) => new()
    {
        ["guaranteeId"] = point.GuaranteeId,
        ["scope"] = point.Scope.ToData(),
        ["state"] = point.Verdict.ToText(),
        ["value"] = point.Value,
        ["objective"] = point.Objective,
        ["metrics"] = new DataObject(point.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (object?)metric.Value))),
        ["reason"] = point.Reason,
        ["window"] = Values.Window(point.Window),
        ["evaluatedUntil"] = point.EvaluatedUntil,
    };

    private static DataObject ToData(ElementResult result)
    {
        var data = State(result.Point);
        data["description"] = result.Description;
        data["severity"] = result.Severity;
        data["computationGroup"] = result.Point.ComputationGroup;
        return data;
    }

    private static ElementResult FromResult(IReadOnlyDictionary<string, object?> data, string agreementId, int version)
    {
        if (!VerdictText.TryParse(data.GetValueOrDefault("state") as string, out var verdict)) throw new FormatException("A result has no state.");
        var metrics = new OrderedDictionary<string, decimal?>(StringComparer.Ordinal);
        foreach (var (name, value) in data.GetValueOrDefault("metrics") as IReadOnlyDictionary<string, object?> ?? new DataObject()) metrics[name] = Values.Decimal(value);
        var point = new Point(
            agreementId,
            version,
            Values.Text(data, "guaranteeId"),
            Scope.From(data.GetValueOrDefault("scope")),
            Values.Window(data.GetValueOrDefault("window")) ?? throw new FormatException("A result has no window."),
            Values.Time(data, "evaluatedUntil"),
            verdict,
            Values.Decimal(data.GetValueOrDefault("value")),
            Values.Text(data, "objective"),
            metrics,
            Values.Text(data, "reason"),
            data.GetValueOrDefault("computationGroup") as string);
        return new(data.GetValueOrDefault("description") as string ?? point.GuaranteeId, data.GetValueOrDefault("severity") as string, point);
    }
}
