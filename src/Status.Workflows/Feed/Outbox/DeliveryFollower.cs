using Status.Workflows.Execution;

namespace Status.Workflows.Feed.Outbox;

/// <summary>Takes requested deliveries off the feed; the sender does the rest.</summary>
internal sealed class DeliveryFollower(IDeliveryStore deliveries, StoreSignals signals, TimeProvider timeProvider) : Follower
{
    /// <summary>The fact that asks for a delivery.</summary>
    public const string RequestedType = "delivery.requested";

    public override string Name => "deliveries";

    public override IReadOnlyList<string> FactTypes { get; } = [RequestedType];

    public override ValueTask<FollowerEffect> DigestAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return ValueTask.FromResult(new FollowerEffect { Writes = [.. facts.Select(fact => deliveries.Accept(Delivery.Read(fact), now))] });
    }

    public override void OnCommitted(FollowerEffect effect) => signals.Deliveries.Set();
}
