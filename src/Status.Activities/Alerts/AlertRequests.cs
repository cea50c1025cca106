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

    /// <summary>A comment; becomes a line of the alert's timeline.</summary>
    /// <param name="alertId">The alert.</param>
    /// <param name="by">Who says it.</param>
    /// <param name="text">What they say.</param>
    /// <param name="id">Identifies the comment: the same one again is one line.</param>
    public static FactDraft Comment(string alertId, string by, string text, string id) => new(
        AlertFacts.Commented,
        new DataObject { ["alertId"] = alertId, ["by"] = by, ["text"] = text, ["id"] = id },
        id);
}
