namespace Status.Activities.Agreements.Objectives;

/// <summary>Something that is wrong with an objective's text.</summary>
/// <param name="Column">Where, counted from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ObjectiveProblem(int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"column {Column}: {Message}";
}
