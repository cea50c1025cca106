using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Definitions;

/// <summary>Everything that is known about a definition before it runs.</summary>
public sealed record DefinitionCheck
{
    /// <summary>The definition; <c>null</c> when it could not be read.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>Its plan; <c>null</c> when it could not be read.</summary>
    public WorkflowPlan? Plan { get; init; }

    /// <summary>Every problem, errors and warnings, in the order of the file as far as it is known.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; init; } = [];

    /// <summary>What its triggers listen to; to be stored when it is published.</summary>
    public IReadOnlyList<TriggerRecord> Triggers { get; init; } = [];

    /// <summary>The schedules of its triggers; to be stored when it is published.</summary>
    public IReadOnlyList<TriggerTimer> Timers { get; init; } = [];

    /// <summary>Whether it may be published.</summary>
    [MemberNotNullWhen(true, nameof(Definition), nameof(Plan))]
    public bool IsValid => Definition is not null && Problems.All(p => p.Severity != ProblemSeverity.Error);
}
