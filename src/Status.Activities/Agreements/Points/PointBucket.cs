using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Points;

/// <summary>What the points of one guarantee in one scope say in one step of time.</summary>
/// <param name="AgreementId">The agreement.</param>
/// <param name="GuaranteeId">The guarantee.</param>
/// <param name="ScopeKey">The scope's canonical text.</param>
/// <param name="From">Where the step begins.</param>
/// <param name="At">The instant of its last point.</param>
/// <param name="Value">The last value in it; <c>null</c> without data.</param>
/// <param name="Lowest">The lowest value.</param>
/// <param name="Highest">The highest value.</param>
/// <param name="Fulfilled">Points that say the promise was kept.</param>
/// <param name="Violated">Points that say it was broken.</param>
/// <param name="NotDetermined">Points that say nothing.</param>
public sealed record PointBucket(
    string AgreementId,
    string GuaranteeId,
    string ScopeKey,
    DateTimeOffset From,
    DateTimeOffset At,
    decimal? Value,
    decimal? Lowest,
    decimal? Highest,
    int Fulfilled,
    int Violated,
    int NotDetermined)
{
    /// <summary>One broken promise breaks the step; a step that only lacks data says nothing.</summary>
    public Verdict Verdict => Violated > 0 ? Verdict.Violated : Fulfilled > 0 ? Verdict.Fulfilled : Verdict.NotDetermined;
}
