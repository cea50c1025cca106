using System.Globalization;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Feed.Outbox;

/// <summary>What an attempt came to.</summary>
public enum DeliveryVerdict
{
    /// <summary>It arrived.</summary>
    Succeeded,

    /// <summary>It is tried again.</summary>
    Again,

    /// <summary>It is given up.</summary>
    Dead,
}

/// <summary>The end of an attempt, recorded in one transaction with the facts it leaves.</summary>
/// <param name="Delivery">The delivery as claimed.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="StatusCode">HTTP status of the answer; <c>null</c> when there was none.</param>
/// <param name="Error">What went wrong; <c>null</c> when nothing did.</param>
/// <param name="StartedAt">When the attempt began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="NextAt">When it is tried again.</param>
public sealed record DeliveryResult(
    Delivery Delivery, DeliveryVerdict Verdict, int? StatusCode, string? Error, DateTimeOffset StartedAt, TimeSpan Duration, DateTimeOffset? NextAt)
{
    /// <summary>The fact of a delivery that ended well.</summary>
    public const string SucceededType = "delivery.succeeded";

    /// <summary>The fact of a delivery that was given up.</summary>
    public const string FailedType = "delivery.failed";

    /// <summary>The fact that the end leaves; <c>null</c> while it goes on.</summary>
    internal FactDraft? Fact => Verdict == DeliveryVerdict.Again ? null : new FactDraft(
        Verdict == DeliveryVerdict.Succeeded ? SucceededType : FailedType,
        Body,
        Delivery.Key);

    /// <summary>The stimulus for the bookmark that waits for the end; <c>null</c> while it goes on or when nobody waits.</summary>
    internal InboxItem? Stimulus => Verdict == DeliveryVerdict.Again || Delivery.StimulusHash is null ? null : new InboxItem
    {
        Id = IdGenerator.Derive("delivery", Delivery.Key, Delivery.Attempts.ToString(CultureInfo.InvariantCulture)),
        Kind = InboxItemKind.Resume,
        StimulusHash = Delivery.StimulusHash,
        Payload = Body,
        Cause = Delivery.Cause,
        Depth = Delivery.Depth,
    };

    private DataObject Body => new()
    {
        ["key"] = Delivery.Key,
        ["id"] = Delivery.MessageId,
        ["receiver"] = Delivery.Receiver,
        ["succeeded"] = Verdict == DeliveryVerdict.Succeeded,
        ["attempts"] = (double)(Delivery.Attempts + 1),
        ["status"] = StatusCode is { } status ? (double)status : null,
        ["error"] = Error,
    };
}
