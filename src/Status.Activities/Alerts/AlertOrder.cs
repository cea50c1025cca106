namespace Status.Activities.Alerts;

/// <summary>What a list of alerts can be ordered by.</summary>
public enum AlertOrder
{
    /// <summary>When it was opened.</summary>
    OpenedAt,

    /// <summary>When it was last reported.</summary>
    LastSeenAt,

    /// <summary>How urgent it is, then when it was opened.</summary>
    Severity,
}
