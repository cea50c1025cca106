using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Feed.Outbox;

namespace Status.Contracts.Tests.Crashes;

/// <summary>The outbox of a process that may die when it has taken messages, and between sending and writing down that it has sent.</summary>
internal sealed class CrashingDeliveries(IDeliveryStore inner, CrashPoint point) : IDeliveryStore
{
    public Write Accept(Delivery delivery, DateTimeOffset now) => inner.Accept(delivery, now);

    public ValueTask<(IReadOnlyList<Delivery> Due, DateTimeOffset? NextAt)> ClaimAsync(string host, int max, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.ClaimAsync(host, max, cancellationToken), claimed => claimed.Due.Count > 0);

    public ValueTask<bool> RecordAsync(string host, DeliveryResult result, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.RecordAsync(host, result, cancellationToken), endsWork: true);

    public ValueTask<bool> RetryAsync(string key, CancellationToken cancellationToken) => inner.RetryAsync(key, cancellationToken);

    public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);
}
