namespace Status.Workflows.Operations;

/// <summary>A change of variables as it was accepted or refused.</summary>
/// <param name="Run">The run before the change.</param>
/// <param name="ItemId">Id of the accepted work; <c>null</c> when there was nothing to change or the change is refused.</param>
/// <param name="Problems">Why it is refused; empty when it is not.</param>
public sealed record VariableChange(RunSnapshot Run, string? ItemId, IReadOnlyList<VariableProblem> Problems)
{
    /// <summary>Whether a run has the change.</summary>
    /// <param name="run">The run as committed.</param>
    public bool IsIn(RunSnapshot run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return ItemId is null || run.Changes.Contains(ItemId);
    }
}

/// <summary>Why variables cannot be changed.</summary>
/// <param name="VariableId">The variable; <c>null</c> when it is the run.</param>
/// <param name="Message">A sentence for whoever asked.</param>
public sealed record VariableProblem(string? VariableId, string Message);
