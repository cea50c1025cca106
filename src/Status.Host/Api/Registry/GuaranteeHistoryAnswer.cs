using Status.Activities.Agreements.Documents;

namespace Status.Host.Api.Registry;

/// <summary>A promise over time.</summary>
/// <param name="AgreementId">The agreement.</param>
/// <param name="GuaranteeId">The promise.</param>
/// <param name="Description">What is promised.</param>
/// <param name="From">Where the first step begins: at the first evaluation in the range asked for, not before it.</param>
/// <param name="To">Where the range ends.</param>
/// <param name="StepSeconds">How long a step is.</param>
/// <param name="Series">One for each scope.</param>
internal sealed record GuaranteeHistoryAnswer(
    string AgreementId, string GuaranteeId, string Description, DateTimeOffset From, DateTimeOffset To, double StepSeconds, IReadOnlyList<HistorySeries> Series);

/// <summary>A promise in one scope over time.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Metric">The metric whose value is shown.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Objective">The condition that must hold in the agreement's current version.</param>
/// <param name="Bounds">The limits to draw; those of <paramref name="Metric"/> belong to the values.</param>
/// <param name="Points">The steps that have evaluations, oldest first.</param>
internal sealed record HistorySeries(
    IReadOnlyDictionary<string, string> Scope, string? Metric, string? Unit, string Objective, IReadOnlyList<ObjectiveBound> Bounds, IReadOnlyList<HistoryPoint> Points);

/// <summary>One step.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="At">Its last evaluation.</param>
/// <param name="Value">The last value; absent without data.</param>
/// <param name="Lowest">The lowest value.</param>
/// <param name="Highest">The highest value.</param>
/// <param name="State"><c>violated</c> when any evaluation in the step said so.</param>
/// <param name="Fulfilled">Evaluations that say the promise was kept.</param>
/// <param name="Violated">Evaluations that say it was broken.</param>
/// <param name="NotDetermined">Evaluations without data.</param>
internal sealed record HistoryPoint(
    DateTimeOffset From, DateTimeOffset At, decimal? Value, decimal? Lowest, decimal? Highest, string State, int Fulfilled, int Violated, int NotDetermined);
