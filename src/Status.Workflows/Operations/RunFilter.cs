using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Which runs are meant. Every condition that is given must hold.</summary>
public sealed record RunFilter
{
    /// <summary>Only these runs; <c>null</c> = any.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Only runs of these definitions, by logical id; <c>null</c> = any.</summary>
    public IReadOnlyList<string>? DefinitionIds { get; init; }

    /// <summary>Only runs of these versions; <c>null</c> = any.</summary>
    public IReadOnlyList<string>? DefinitionVersionIds { get; init; }

    /// <summary>Only runs of versions with this number; <c>null</c> = any.</summary>
    public int? Version { get; init; }

    /// <summary>Only runs with this correlation id; <c>null</c> = any.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Only runs with (or without) incidents; <c>null</c> = either.</summary>
    public bool? HasIncidents { get; init; }

    /// <summary>Only runs with one of these statuses; <c>null</c> = any.</summary>
    public IReadOnlyList<InstanceStatus>? Statuses { get; init; }

    /// <summary>Only runs with one of these fine statuses; <c>null</c> = any.</summary>
    public IReadOnlyList<InstanceSubStatus>? SubStatuses { get; init; }

    /// <summary>Only runs of system definitions, or none of them; <c>null</c> = either.</summary>
    public bool? IsSystem { get; init; }

    /// <summary>Text in id, name, correlation id or definition id, in any case; <c>null</c> = any.</summary>
    public string? Search { get; init; }

    /// <summary>Conditions on times.</summary>
    public IReadOnlyList<RunTimeCondition> Times { get; init; } = [];

    /// <summary>
    /// Also runs that are accepted and that nobody has begun yet. They stand together: before the others when the newest come first, behind them otherwise.
    /// </summary>
    public bool WithPending { get; init; }

    /// <summary>What they are ordered by.</summary>
    public RunOrder Order { get; init; } = RunOrder.Created;

    /// <summary>Newest, or last of the alphabet, first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Rows to skip.</summary>
    public int Skip { get; init; }

    /// <summary>Rows to return; at most 1,000.</summary>
    public int Take { get; init; } = 100;
}

/// <summary>A condition on a time of a run.</summary>
/// <param name="Time">Which time.</param>
/// <param name="Comparison">How it must compare.</param>
/// <param name="At">With what.</param>
public sealed record RunTimeCondition(RunTime Time, RunTimeComparison Comparison, DateTimeOffset At);

/// <summary>Times of a run.</summary>
public enum RunTime
{
    /// <summary>When it was accepted.</summary>
    Created,

    /// <summary>When it was last committed.</summary>
    Updated,

    /// <summary>When it ended; a run that has not ended has none.</summary>
    Finished,
}

/// <summary>How times compare. A time that is not there only differs from others.</summary>
public enum RunTimeComparison
{
    /// <summary>The same instant.</summary>
    Is,

    /// <summary>Another instant.</summary>
    IsNot,

    /// <summary>Before.</summary>
    LessThan,

    /// <summary>Before or the same.</summary>
    LessThanOrEqual,

    /// <summary>After.</summary>
    GreaterThan,

    /// <summary>After or the same.</summary>
    GreaterThanOrEqual,
}

/// <summary>Orders of a list of runs; equal ones are ordered by id.</summary>
public enum RunOrder
{
    /// <summary>When they were accepted.</summary>
    Created,

    /// <summary>When they were last committed.</summary>
    Updated,

    /// <summary>When they ended; those that have not ended count as the latest.</summary>
    Finished,

    /// <summary>By name; those without one count as the last of the alphabet.</summary>
    Name,
}
