using Status.Workflows.Model;

namespace Status.Host.Api.Workflows;

/// <summary>Something about a definition, with its place.</summary>
/// <param name="Path">JSON path.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record WorkflowProblem(string Path, string Message)
{
    /// <summary>The problems of one severity, each once.</summary>
    public static IReadOnlyList<WorkflowProblem> Of(IEnumerable<DefinitionProblem> problems, ProblemSeverity severity) =>
        [.. problems.Where(p => p.Severity == severity).Select(p => new WorkflowProblem(p.Path, p.Message)).Distinct()];
}
