namespace Status.Workflows.Execution;

/// <summary>What changes would do to a run.</summary>
/// <param name="InstanceId">The run.</param>
/// <param name="Problems">Why they would be refused; empty when they would be made.</param>
/// <param name="Notes">What is carried over and what is not, when the run is moved to another version.</param>
public sealed record AlterationCheck(InstanceId InstanceId, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the changes would be made.</summary>
    public bool IsPossible => Problems.Count == 0;
}
