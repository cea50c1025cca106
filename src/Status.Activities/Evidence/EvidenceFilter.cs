using Status.Activities.Compliance;

namespace Status.Activities.Evidence;

/// <summary>Which evidence a list shows.</summary>
public sealed record EvidenceFilter
{
    /// <summary>Only of this control.</summary>
    public string? ControlId { get; init; }

    /// <summary>Only of this agreement.</summary>
    public string? AgreementId { get; init; }

    /// <summary>Only of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only where the source contains this text, whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>Only with this digest.</summary>
    public string? Digest { get; init; }

    /// <summary>Only collected at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only collected before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only valid at this instant.</summary>
    public DateTimeOffset? ValidAt { get; init; }

    /// <summary>Only expired at this instant.</summary>
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>Only where this scope covers the item's.</summary>
    public Scope? Scope { get; init; }

    /// <summary>What orders the list.</summary>
    public EvidenceOrder Order { get; init; }

    /// <summary>Lowest first; highest first when <c>false</c>.</summary>
    public bool Ascending { get; init; }

    /// <summary>Rows to skip.</summary>
    public int Skip { get; init; }

    /// <summary>Rows to return, at most 1,000.</summary>
    public int Take { get; init; } = 50;
}
