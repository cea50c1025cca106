namespace Status.Activities.Registry.Computations;

/// <summary>Which computations are asked for, newest first.</summary>
public sealed record ComputationFilter
{
    /// <summary>Only of this run.</summary>
    public string? Group { get; init; }

    /// <summary>Only of this control.</summary>
    public string? ControlId { get; init; }

    /// <summary>Only made at or after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only made before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many to leave out.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 100;
}
