using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Objectives;

/// <summary>What an objective says about a set of readings.</summary>
/// <param name="Truth">Whether it holds; <c>null</c> when the readings do not allow a statement.</param>
/// <param name="Unknown">Why it is not determined; <c>null</c> when it is.</param>
public readonly record struct ObjectiveResult(bool? Truth, string? Unknown)
{
    /// <summary>The result as a verdict about the promise.</summary>
    public Verdict Verdict => VerdictText.FromTruth(Truth);
}
