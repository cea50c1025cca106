using System.Diagnostics.Metrics;

namespace Status.Workflows.Feed;

/// <summary>Counters of the feed.</summary>
internal static class FeedMetrics
{
    private static readonly Meter _meter = new("Status.Workflows.Feed");

    /// <summary>Facts digested, by follower.</summary>
    public static readonly Counter<long> Digested = _meter.CreateCounter<long>("status.feed.digested", "{fact}", "Facts digested by followers");

    /// <summary>Facts set aside, by follower.</summary>
    public static readonly Counter<long> Parked = _meter.CreateCounter<long>("status.feed.parked", "{fact}", "Facts that a follower set aside");

    /// <summary>Delivery attempts, by outcome.</summary>
    public static readonly Counter<long> Attempts = _meter.CreateCounter<long>("status.deliveries.attempts", "{attempt}", "Attempts to deliver a message");
}
