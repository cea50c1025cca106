namespace Status.Activities.Compliance;

/// <summary>
/// The state of one guarantee in one scope at the end of one window: what dashboards chart. Unique by agreement, guarantee, scope and
/// <paramref name="Window"/> end; a later evaluation of the same window replaces it.
/// </summary>
/// <param name="AgreementId">The agreement.</param>
/// <param name="AgreementVersion">The version that was evaluated.</param>
/// <param name="GuaranteeId">The guarantee.</param>
/// <param name="Scope">The scope of the guarantee's element.</param>
/// <param name="Window">The window that was evaluated.</param>
/// <param name="EvaluatedUntil">The instant up to which data counted: the window's end, or earlier while it was still open.</param>
/// <param name="Verdict">What came out.</param>
/// <param name="Value">The value of the first metric in the objective, or <c>null</c> when it has none.</param>
/// <param name="Objective">The objective's text.</param>
/// <param name="Metrics">Every metric in the objective with its value; <c>null</c> where there was no data.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="ComputationGroup">The run whose computations it rests on, when it does.</param>
public sealed record Point(
    string AgreementId,
    int AgreementVersion,
    string GuaranteeId,
    Scope Scope,
    TimeWindow Window,
    DateTimeOffset EvaluatedUntil,
    Verdict Verdict,
    decimal? Value,
    string Objective,
    IReadOnlyDictionary<string, decimal?> Metrics,
    string Reason,
    string? ComputationGroup);
