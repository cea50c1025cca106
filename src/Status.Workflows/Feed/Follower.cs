using Status.Workflows.Execution;

namespace Status.Workflows.Feed;

/// <summary>
/// Reacts to committed facts in the order of the feed. One host at a time drives a follower's cursor; effect and cursor are committed together, so each fact
/// takes effect exactly once. Must not call other systems (that is the delivery outbox's work) and must be quick.
/// </summary>
public abstract class Follower
{
    /// <summary>Name of the cursor; never changes.</summary>
    public abstract string Name { get; }

    /// <summary>Fact types it wants; <c>audit.*</c> means every type with that beginning; empty means all.</summary>
    public abstract IReadOnlyList<string> FactTypes { get; }

    /// <summary>Most facts in one batch.</summary>
    public virtual int BatchSize => 256;

    /// <summary>Whether a fact that throws is set aside (parked, counted, shown) or stops the follower until it is mended.</summary>
    public virtual IndigestibleFact OnIndigestible => IndigestibleFact.Park;

    /// <summary>
    /// Turns facts into an effect. Called again with the same facts when the commit did not happen. An exception makes the loop try the facts one by one; the one that
    /// throws is treated as <see cref="OnIndigestible"/> says.
    /// </summary>
    public abstract ValueTask<FollowerEffect> DigestAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken);

    /// <summary>Called after the effect is committed; for waking what waits in memory. Exceptions are logged and ignored.</summary>
    public virtual void OnCommitted(FollowerEffect effect)
    {
    }
}

/// <summary>What happens with a fact that cannot be digested.</summary>
public enum IndigestibleFact
{
    /// <summary>It is parked and the follower goes on.</summary>
    Park,

    /// <summary>The follower stops there and reports unhealthy.</summary>
    Stop,
}

/// <summary>What a follower commits together with its cursor.</summary>
public sealed record FollowerEffect
{
    /// <summary>No effect.</summary>
    public static FollowerEffect None { get; } = new();

    /// <summary>Writes, executed in order. A write that must apply (<see cref="MustApply"/>) and does not rolls everything back.</summary>
    public IReadOnlyList<Write> Writes { get; init; } = [];

    /// <summary>Facts that follow from the facts; their cause is the position given, their depth one more than its.</summary>
    public IReadOnlyList<(FactDraft Fact, Fact Cause)> Facts { get; init; } = [];

    /// <summary>What the facts of writes (<see cref="Write.FactsIfApplied"/>) follow from; the loop puts the last fact of the batch when it is left out.</summary>
    public Fact? WriteCause { get; init; }

    /// <summary>Runs to start or resume.</summary>
    public IReadOnlyList<InboxItem> Inbox { get; init; } = [];

    /// <summary>Facts that are set aside in good order (not by an exception), with the reason.</summary>
    public IReadOnlyList<(Fact Fact, string Reason)> Parked { get; init; } = [];

    /// <summary>Keys of writes that must affect a row; otherwise the batch is rolled back and digested again (optimistic concurrency).</summary>
    public IReadOnlySet<string> MustApply { get; init; } = new HashSet<string>();
}
