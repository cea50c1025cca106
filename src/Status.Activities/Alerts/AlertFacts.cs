namespace Status.Activities.Alerts;

/// <summary>The facts that this slice leaves and takes. Reserved: only this slice can leave them.</summary>
internal static class AlertFacts
{
    /// <summary>An alert really opened.</summary>
    public const string Raised = "alert.raised";

    /// <summary>A person asked to take an alert on; becomes <see cref="Acknowledged"/> when it is still firing then.</summary>
    public const string AcknowledgementRequested = "alert.acknowledgement-requested";

    /// <summary>An alert was taken on.</summary>
    public const string Acknowledged = "alert.acknowledged";

    /// <summary>A person said something about an alert; becomes a line of its timeline.</summary>
    public const string Commented = "alert.commented";

    /// <summary>A condition is over and its alert closed.</summary>
    public const string Resolved = "alert.resolved";

    /// <summary>A message has to reach a receiver; taken by the delivery outbox.</summary>
    public const string DeliveryRequested = "delivery.requested";
}
