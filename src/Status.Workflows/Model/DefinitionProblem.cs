namespace Status.Workflows.Model;

/// <summary>Something wrong with a definition.</summary>
/// <param name="Path">JSON path: <c>$.root.activities[2].path</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Severity">Whether it stops a publish.</param>
/// <param name="ActivityId">Activity it concerns; <c>null</c> when none.</param>
public sealed record DefinitionProblem(string Path, string Message, ProblemSeverity Severity = ProblemSeverity.Error, string? ActivityId = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>Whether a problem stops a publish.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth knowing.</summary>
    Warning,

    /// <summary>The definition cannot be published.</summary>
    Error,
}
