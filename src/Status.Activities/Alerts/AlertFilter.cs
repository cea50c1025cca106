namespace Status.Activities.Alerts;

/// <summary>Which alerts a list shows.</summary>
public sealed record AlertFilter
{
    /// <summary>Only in these states; empty for any.</summary>
    public IReadOnlyList<AlertState> States { get; init; } = [];

    /// <summary>Only of this severity.</summary>
    public string? Severity { get; init; }

    /// <summary>Only of this agreement.</summary>
    public string? AgreementId { get; init; }

    /// <summary>Only of this guarantee.</summary>
    public string? GuaranteeId { get; init; }

    /// <summary>Only where the title contains this text, whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>Only opened at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only opened before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What orders the list.</summary>
    public AlertOrder Order { get; init; }

    /// <summary>Oldest or least urgent first; newest or most urgent first when <c>false</c>.</summary>
    public bool Ascending { get; init; }

    /// <summary>Rows to skip.</summary>
    public int Skip { get; init; }

    /// <summary>Rows to return, at most 1,000.</summary>
    public int Take { get; init; } = 50;
}
