using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Changes that were asked for, for some runs.</summary>
public sealed record AlterationPlan
{
    /// <summary>Id of the plan.</summary>
    public required string Id { get; init; }

    /// <summary>What is changed.</summary>
    public required IReadOnlyList<Alteration> Alterations { get; init; }

    /// <summary>Which runs were meant, as JSON text, for whoever looks at the plan.</summary>
    public required string Filter { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Author { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether there is a job for each of the runs.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Number of jobs.</summary>
    public long Jobs { get; init; }

    /// <summary>Number of jobs that have not ended.</summary>
    public long Pending { get; init; }

    /// <summary>Number of jobs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>When the last job ended; <c>null</c> while one is pending.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Elsa's word for where the plan stands.</summary>
    public string Status => !IsGenerated ? "Generating" : Pending > 0 ? "Running" : Jobs > 0 && Failed == Jobs ? "Failed" : "Completed";
}

/// <summary>How the changes of a plan went with one run.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="PlanId">Its plan.</param>
/// <param name="InstanceId">The run.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Log">What is to be said about it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CompletedAt">When it ended; <c>null</c> before.</param>
public sealed record AlterationJob(string Id, string PlanId, string InstanceId, AlterationJobStatus Status, IReadOnlyList<AlterationLogEntry> Log, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt);

/// <summary>Where a job stands.</summary>
public enum AlterationJobStatus
{
    /// <summary>Accepted.</summary>
    Pending,

    /// <summary>The changes were made.</summary>
    Completed,

    /// <summary>They could not be made; the run is as it was.</summary>
    Failed,
}
