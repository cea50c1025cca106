using Status.Workflows.Execution;

namespace Status.Workflows.Resilience;

/// <summary>What a node declares.</summary>
internal sealed record NodePolicies
{
    /// <summary>Gives the retry strategy of an execution; <c>null</c> when none is declared.</summary>
    public Func<NodeExecution, RetryStrategy?>? Strategy { get; init; }

    /// <summary>How long one try may take, its waits included; <c>null</c> for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The outcome with which the activity completes when it took too long; <c>null</c> when it faults.</summary>
    public string? TimeoutOutcome { get; init; }

    /// <summary>How long the run as a whole may take; <c>null</c> for ever.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>Whether the activity runs in a burst of its own, on whichever host is free.</summary>
    public bool InBackground { get; init; }

    /// <summary>Longest delay that a burst waits for.</summary>
    public TimeSpan LongestDelayInBurst { get; init; }

    /// <summary>Whether nothing is declared.</summary>
    public bool AreNone => Strategy is null && Timeout is null && RunTimeout is null && !InBackground;
}
