using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;

namespace Status.Host.Api.Registry;

/// <summary>A promise in one scope and where it stands.</summary>
/// <param name="Id">Id of the guarantee, unique in its agreement.</param>
/// <param name="Description">What is promised.</param>
/// <param name="Severity">How bad a violation is, in the author's words.</param>
/// <param name="Scope">Where.</param>
/// <param name="State"><c>fulfilled</c>, <c>violated</c> or <c>not-determined</c>: what the last evaluation said.</param>
/// <param name="Standing">The last state that was determined.</param>
/// <param name="Since">Since when the standing is what it is.</param>
/// <param name="Metric">The metric whose value is shown.</param>
/// <param name="Unit">Its unit, in the author's words.</param>
/// <param name="Value">The value now; absent without data.</param>
/// <param name="Objective">The condition that must hold.</param>
/// <param name="Bounds">The limits that the objective sets, with parameters resolved.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Window">The window that was evaluated last.</param>
/// <param name="EvaluatedUntil">Up to when data counted; absent when it was never evaluated.</param>
/// <param name="Trend">The last 24 hours in steps, oldest first; in the overview only.</param>
internal sealed record GuaranteeAnswer(
    string Id,
    string Description,
    string? Severity,
    IReadOnlyDictionary<string, string> Scope,
    string State,
    string Standing,
    DateTimeOffset? Since,
    string? Metric,
    string? Unit,
    decimal? Value,
    string Objective,
    IReadOnlyList<ObjectiveBound> Bounds,
    string Reason,
    TimeWindow? Window,
    DateTimeOffset? EvaluatedUntil,
    IReadOnlyList<TrendPoint>? Trend)
{
    /// <summary>The promise as it is answered.</summary>
    public static GuaranteeAnswer From(ReadAgreement read, Guarantee guarantee, GuaranteeElement element, GuaranteeState state, IReadOnlyList<TrendPoint>? trend) => new(
        guarantee.Id, guarantee.Description, guarantee.Severity, new Dictionary<string, string>(element.Scope, StringComparer.Ordinal),
        state.Verdict.ToText(), state.Standing.ToText(), state.Since, ObjectiveBounds.MeasuredMetric(element), read.UnitOf(element), state.Value, element.Objective.Text,
        ObjectiveBounds.Of(element), state.Reason, state.Window == default ? null : state.Window, state.EvaluatedUntil == default ? null : state.EvaluatedUntil, trend);
}

/// <summary>One step of a trend.</summary>
/// <param name="At">When.</param>
/// <param name="Value">The last value in the step; absent without data.</param>
/// <param name="State"><c>violated</c> when any evaluation in the step said so.</param>
internal sealed record TrendPoint(DateTimeOffset At, decimal? Value, string State);
