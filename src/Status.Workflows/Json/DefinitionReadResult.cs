using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Model;

namespace Status.Workflows.Json;

/// <summary>A definition that was read, or the reasons why it could not be.</summary>
/// <param name="Definition">The definition; <c>null</c> when a problem stopped the reading.</param>
/// <param name="Problems">Every problem found; may hold warnings beside a definition.</param>
public sealed record DefinitionReadResult(WorkflowDefinition? Definition, IReadOnlyList<DefinitionProblem> Problems)
{
    /// <summary>Whether there is a definition without an error.</summary>
    [MemberNotNullWhen(true, nameof(Definition))]
    public bool IsValid => Definition is not null && Problems.All(p => p.Severity != ProblemSeverity.Error);
}
