namespace Status.Activities.Agreements.Points;

/// <summary>Which points are asked for, newest first.</summary>
public sealed record PointFilter
{
    /// <summary>Only of this agreement.</summary>
    public string? AgreementId { get; init; }

    /// <summary>Only of this guarantee.</summary>
    public string? GuaranteeId { get; init; }

    /// <summary>Only of this run of controls.</summary>
    public string? ComputationGroup { get; init; }

    /// <summary>Only windows that end at or after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only windows that end before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many to leave out.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 100;
}
