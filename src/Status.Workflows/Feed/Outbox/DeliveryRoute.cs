namespace Status.Workflows.Feed.Outbox;

/// <summary>Where a named receiver is reached, looked up at every attempt.</summary>
/// <param name="Url">Absolute http or https address.</param>
/// <param name="Secret">Signs the message (Standard Webhooks): <c>whsec_</c> and base64, or any text; <c>null</c> sends unsigned.</param>
/// <param name="Headers">Further headers, such as an authorization.</param>
public sealed record DeliveryRoute(Uri Url, string? Secret, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>Receivers of one owner, registered by it; the first that knows the name is taken.</summary>
/// <param name="Find">The route to a receiver by name; <c>null</c> when this owner has none with that name.</param>
public sealed record DeliveryReceivers(Func<string, DeliveryRoute?> Find);

/// <summary>Secrets by name, for deliveries to a plain address.</summary>
/// <param name="Find">The secret; <c>null</c> when there is none with that name.</param>
public sealed record DeliverySecrets(Func<string, string?> Find);
