namespace Status.Workflows.Execution;

/// <summary>Elsa's coarse status of a run.</summary>
public enum InstanceStatus
{
    /// <summary>Not ended.</summary>
    Running,

    /// <summary>Ended in whatever way.</summary>
    Finished,
}

/// <summary>Elsa's fine status of a run; changes only through <c>InstanceTransitions</c>.</summary>
public enum InstanceSubStatus
{
    /// <summary>Accepted, not begun.</summary>
    Pending,

    /// <summary>In a burst (or committed in the middle of one).</summary>
    Executing,

    /// <summary>Waits for a bookmark.</summary>
    Suspended,

    /// <summary>Ran to its end.</summary>
    Finished,

    /// <summary>Was cancelled.</summary>
    Cancelled,

    /// <summary>An activity faulted and the incident strategy ended the run.</summary>
    Faulted,
}
