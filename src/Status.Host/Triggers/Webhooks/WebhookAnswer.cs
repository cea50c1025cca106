namespace Status.Host.Triggers.Webhooks;

/// <summary>The answer to a webhook that was taken.</summary>
/// <param name="DeliveryId">Identifies the delivery; the same when it is sent again.</param>
internal sealed record WebhookAnswer(string DeliveryId);
