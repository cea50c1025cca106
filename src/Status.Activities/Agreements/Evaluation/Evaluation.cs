using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>What came out of evaluating an agreement; nothing of it is stored yet.</summary>
/// <param name="AgreementId">The agreement.</param>
/// <param name="AgreementName">What people call it.</param>
/// <param name="Version">The version that was evaluated.</param>
/// <param name="At">The instant of the evaluation.</param>
/// <param name="ComputationGroup">The run of controls that asked for it; <c>null</c> when none did.</param>
/// <param name="Results">Every window of every element, each element's windows from old to new.</param>
public sealed record Evaluation(
    string AgreementId, string AgreementName, int Version, DateTimeOffset At, string? ComputationGroup, IReadOnlyList<ElementResult> Results)
{
    /// <summary>The newest result of each element: what holds now.</summary>
    public IReadOnlyList<Point> Current { get; } =
        [.. Results.GroupBy(result => (result.Point.GuaranteeId, result.Point.Scope)).Select(group => group.Last().Point)];

    /// <summary>How many elements stand at <paramref name="verdict"/>.</summary>
    public int Count(Verdict verdict) => Current.Count(point => point.Verdict == verdict);
}

/// <summary>One window of one element.</summary>
/// <param name="Description">What the guarantee promises.</param>
/// <param name="Severity">How bad a violation is; <c>null</c> when the agreement does not say.</param>
/// <param name="Point">The result.</param>
public sealed record ElementResult(string Description, string? Severity, Point Point);
