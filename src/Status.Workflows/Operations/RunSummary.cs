using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>A run without its state: what a list shows.</summary>
public sealed record RunSummary
{
    /// <summary>Id of the run.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Logical id of its definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Id of the version it runs.</summary>
    public required string DefinitionVersionId { get; init; }

    /// <summary>Number of that version.</summary>
    public required int Version { get; init; }

    /// <summary>Running or finished.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Finer status.</summary>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <summary>Name; <c>null</c> when none.</summary>
    public string? Name { get; init; }

    /// <summary>Correlation id; <c>null</c> when none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The run that waits for this one; <c>null</c> when none.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Number of incidents.</summary>
    public int IncidentCount { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last committed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; <c>null</c> while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
