using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>What people ask of alerts, as facts for the feed.</summary>
public static class AlertRequests
{
    /// <summary>The request to take an alert on. It becomes <c>alert.acknowledged</c> when the alert is still firing by then.</summary>
    /// <param name="alertId">The alert.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="comment">What they say.</param>
    public static FactDraft Acknowledge(string alertId, string by, string? comment) => new(
        AlertFacts.AcknowledgementRequested,
        new DataObject { ["alertId"] = alertId, ["by"] = by, ["comment"] = comment },
        IdGenerator.Derive("acknowledge", alertId, by));
}
