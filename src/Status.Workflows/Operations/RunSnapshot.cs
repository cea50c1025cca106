using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>A run as it stands, unfolded from its stored state, for whoever looks at it.</summary>
public sealed record RunSnapshot
{
    /// <summary>The stored row.</summary>
    public required InstanceRecord Run { get; init; }

    /// <summary>Inputs of the workflow.</summary>
    public required DataObject Input { get; init; }

    /// <summary>Outputs of the workflow.</summary>
    public required DataObject Output { get; init; }

    /// <summary>Variables of the workflow, in the order of its definition.</summary>
    public required IReadOnlyList<VariableValue> Variables { get; init; }

    /// <summary>Executions that have not ended, oldest first.</summary>
    public required IReadOnlyList<LiveExecution> Executions { get; init; }

    /// <summary>Where the run waits.</summary>
    public required IReadOnlyList<OpenWait> Bookmarks { get; init; }

    /// <summary>Faults.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>Ids of the accepted work that changed variables, the latest last; only the last few are remembered.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Sequence number that the next line of the journal gets; 0 when none is kept.</summary>
    public long JournalSequence { get; init; }
}

/// <summary>A variable with its value.</summary>
/// <param name="Id">Id of the variable.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value, of the engine's closed set.</param>
public sealed record VariableValue(string Id, string Name, object? Value);

/// <summary>An execution that has not ended.</summary>
public sealed record LiveExecution
{
    /// <summary>Id of the execution.</summary>
    public required string Id { get; init; }

    /// <summary>The execution that scheduled it; <c>null</c> for the root.</summary>
    public string? ParentId { get; init; }

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

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Faulted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it began; <c>null</c> while it is pending, and for runs without a journal.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What the activity remembers.</summary>
    public DataObject? Properties { get; init; }

    /// <summary>Name of the method that the parent runs when it has completed; <c>null</c> when none.</summary>
    public string? OnCompleted { get; init; }

    /// <summary>Variables of a container, in the order of its definition.</summary>
    public IReadOnlyList<VariableValue> Variables { get; init; } = [];
}

/// <summary>A place where the run waits.</summary>
/// <param name="Bookmark">The bookmark.</param>
/// <param name="ActivityId">The activity that waits.</param>
/// <param name="Callback">Name of the method that goes on; <c>null</c> when the activity just completes.</param>
/// <param name="AutoBurn">Whether it is gone after it was resumed.</param>
public sealed record OpenWait(Bookmark Bookmark, string ActivityId, string? Callback, bool AutoBurn);
