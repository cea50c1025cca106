namespace Status.Activities.Webhooks;

/// <summary>What came out of checking a webhook.</summary>
/// <param name="Verdict">Whether it is genuine, or why not.</param>
/// <param name="DeliveryId">Identifies the delivery by something the signature covers; <c>null</c> unless genuine.</param>
public sealed record WebhookCheck(WebhookVerdict Verdict, string? DeliveryId);
