using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>A task that somebody outside has to do; a run waits for its result.</summary>
public sealed record OpenTask
{
    /// <summary>Id of the task.</summary>
    public required string Id { get; init; }

    /// <summary>Its name: what is to be done.</summary>
    public required string Name { get; init; }

    /// <summary>What whoever does it needs to know.</summary>
    public required DataObject Payload { get; init; }

    /// <summary>Hash of the stimulus that the run waits for.</summary>
    public required string Hash { get; init; }

    /// <summary>The run that waits.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Correlation id of the run; <c>null</c> when none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When the run came to it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
