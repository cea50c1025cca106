namespace Status.Activities.Alerts;

/// <summary>Where an alert stands.</summary>
public enum AlertState
{
    /// <summary>Nobody has taken it on.</summary>
    Firing,

    /// <summary>Somebody has; the same condition notifies nobody until it is resolved.</summary>
    Acknowledged,

    /// <summary>The condition is over. Final: the condition's return opens a new alert.</summary>
    Resolved,
}
