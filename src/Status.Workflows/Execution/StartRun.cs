using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>A run to be started at once, by a caller that waits for it.</summary>
public sealed record StartRun
{
    /// <summary>Logical id of the definition; its published version is run.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>An exact version instead.</summary>
    public string? DefinitionVersionId { get; init; }

    /// <summary>Id of the run to come; a new one when <c>null</c>.</summary>
    public InstanceId? InstanceId { get; init; }

    /// <summary>The trigger that starts it; <c>null</c> starts at the start node.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>What the trigger gets (the request, the event).</summary>
    public DataObject? StimulusInput { get; init; }

    /// <summary>Inputs of the workflow.</summary>
    public DataObject Input { get; init; } = [];

    /// <summary>Correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>
    /// How long the caller waits for the first burst; past it the run is committed as it was accepted, the result says <see cref="InstanceSubStatus.Executing"/>, and the burst goes
    /// on. <c>null</c> waits for the end of the burst.
    /// </summary>
    public TimeSpan? AcceptAfter { get; init; }

    /// <summary>Name of the run.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The run is stored whatever its definition's mode says: for a request with an <c>Idempotency-Key</c>, whose repetition must find it.
    /// </summary>
    public bool MustBeStored { get; init; }
}

/// <summary>What a burst left.</summary>
public sealed record BurstResult
{
    /// <summary>The run.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>How its last commit ended. Unless it is <see cref="CommitStatus.Committed"/> nothing of the burst counts.</summary>
    public required CommitStatus Commit { get; init; }

    /// <summary>Fine status after the burst.</summary>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <summary>The answer, when the burst gave one; it is committed (or the mode is <see cref="PersistenceMode.Off"/>).</summary>
    public HttpReply? Reply { get; init; }

    /// <summary>Outputs of the workflow.</summary>
    public DataObject Output { get; init; } = [];

    /// <summary>Faults.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>Coarse status.</summary>
    public InstanceStatus Status => InstanceTransitions.StatusOf(SubStatus);
}
