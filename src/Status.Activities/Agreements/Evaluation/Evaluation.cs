using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>What came out of an evaluation; nothing of it is stored yet.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Before">Where the agreement's guarantees stood before.</param>
/// <param name="Results">Every window of every element, each element's windows from old to new.</param>
public sealed record Evaluation(EvaluationRequest Request, IReadOnlyList<GuaranteeState> Before, IReadOnlyList<ElementResult> Results)
{
    /// <summary>The newest result of each element: what holds now.</summary>
    public IReadOnlyList<Point> Current { get; } =
        [.. Results.GroupBy(result => (result.Point.GuaranteeId, result.Point.Scope)).Select(group => group.Last().Point)];

    /// <summary>How many elements stand at <paramref name="verdict"/>.</summary>
    public int Count(Verdict verdict) => Current.Count(point => point.Verdict == verdict);
}

/// <summary>One window of one element.</summary>
/// <param name="Guarantee">The guarantee.</param>
/// <param name="Point">The result.</param>
public sealed record ElementResult(Guarantee Guarantee, Point Point);
