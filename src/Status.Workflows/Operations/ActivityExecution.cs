using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>One execution of an activity, put together from the journal and the state of its run.</summary>
public sealed record ActivityExecution
{
    /// <summary>Id of the execution; the run's id for the workflow as a whole.</summary>
    public required string Id { get; init; }

    /// <summary>The execution that scheduled it; <c>null</c> for the workflow as a whole.</summary>
    public string? ParentId { get; init; }

    /// <summary>The activity of that execution; <c>null</c> for the workflow as a whole.</summary>
    public string? ParentActivityId { get; init; }

    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>Its node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Its type.</summary>
    public required string ActivityType { get; init; }

    /// <summary>Version of its type.</summary>
    public required int ActivityTypeVersion { get; init; }

    /// <summary>Name given by the designer; <c>null</c> when none.</summary>
    public string? ActivityName { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it completed or was cancelled; <c>null</c> before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Completed</c>, <c>Canceled</c> or <c>Faulted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it waits for something.</summary>
    public bool HasBookmarks { get; init; }

    /// <summary>Faults in it and below it.</summary>
    public int AggregateFaultCount { get; init; }

    /// <summary>How many executions scheduled each other down to it; 0 for the workflow as a whole.</summary>
    public int Depth { get; init; }

    /// <summary>What went wrong; <c>null</c> when nothing did.</summary>
    public ExecutionFault? Fault { get; init; }

    /// <summary>Inputs, sensitive ones left out; <c>null</c> when not known.</summary>
    public DataObject? ActivityState { get; init; }

    /// <summary>Outputs; <c>null</c> when it has none.</summary>
    public DataObject? Outputs { get; init; }

    /// <summary>Outcomes and what the activity noted; <c>null</c> when nothing.</summary>
    public DataObject? Payload { get; init; }

    /// <summary>What the activity remembers while it lives; <c>null</c> when nothing.</summary>
    public DataObject? Properties { get; init; }
}

/// <summary>What went wrong in an execution.</summary>
/// <param name="Type">CLR name of the exception; <c>null</c> when the state of the run does not tell any more.</param>
/// <param name="Message">The message.</param>
public sealed record ExecutionFault(string? Type, string Message);
