using Status.Workflows.Execution;

namespace Status.Workflows.Feed.Outbox;

/// <summary>Deliveries that are under way. Adapters: PostgreSQL and memory.</summary>
public interface IDeliveryStore
{
    /// <summary>The write that takes a delivery in, once per key.</summary>
    Write Accept(Delivery delivery, DateTimeOffset now);

    /// <summary>Takes deliveries that are due for this host; returns when the next one will be.</summary>
    ValueTask<(IReadOnlyList<Delivery> Due, DateTimeOffset? NextAt)> ClaimAsync(string host, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Records the end of an attempt together with its fact and its stimulus; <c>false</c> when the delivery is no longer ours (our lease had ended): nothing is stored then.
    /// </summary>
    ValueTask<bool> RecordAsync(string host, DeliveryResult result, CancellationToken cancellationToken);

    /// <summary>Tries a delivery that was given up once more, from its first attempt; <c>false</c> when there is none with this key.</summary>
    ValueTask<bool> RetryAsync(string key, CancellationToken cancellationToken);

    /// <summary>How many there are.</summary>
    ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>How many deliveries there are.</summary>
/// <param name="Pending">Waiting for their next attempt, or in one.</param>
/// <param name="Dead">Given up.</param>
public sealed record DeliveryCounts(long Pending, long Dead);
