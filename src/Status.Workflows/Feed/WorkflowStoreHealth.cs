using Status.Workflows.Execution;

namespace Status.Workflows.Feed;

/// <summary>What is to be known about hosts, followers and accepted work, in one question.</summary>
public sealed class WorkflowStoreHealth(IFeed feed, IInbox inbox, IHostLeases leases, FollowerHealth followers)
{
    /// <summary>Asks the stores. Throws when the database can not be reached.</summary>
    public async ValueTask<StoreHealthReport> GetAsync(CancellationToken cancellationToken)
    {
        var head = await feed.GetHeadAsync(cancellationToken);
        var cursors = await feed.GetCursorsAsync(cancellationToken);
        return new StoreHealthReport(
            head,
            [.. cursors.Select(c => new CursorHealth(c.Follower, c.Position, Math.Max(0, head - c.Position), c.Host, c.Parked, followers.States.GetValueOrDefault(c.Follower)?.StoppedBy))],
            await inbox.GetDepthAsync(cancellationToken),
            await leases.GetHostsAsync(cancellationToken));
    }
}

/// <summary>The state of the stores.</summary>
/// <param name="Head">Position of the last fact.</param>
/// <param name="Followers">Every follower that has a cursor.</param>
/// <param name="Inbox">How much accepted work there is.</param>
/// <param name="Hosts">Hosts that were seen, newest first.</param>
public sealed record StoreHealthReport(long Head, IReadOnlyList<CursorHealth> Followers, InboxDepth Inbox, IReadOnlyList<HostStatus> Hosts)
{
    /// <summary>Whether a follower of this process stands still.</summary>
    public bool IsHealthy => Followers.All(f => f.StoppedBy is null);
}

/// <summary>The state of a follower.</summary>
/// <param name="Follower">Name of its cursor.</param>
/// <param name="Position">Its cursor.</param>
/// <param name="Lag">Facts behind the head (a follower moves lazily over facts that it does not want, so a small lag says nothing).</param>
/// <param name="Host">Who drives it.</param>
/// <param name="Parked">Facts that it set aside.</param>
/// <param name="StoppedBy">Why it stands still, when it runs in this process and does.</param>
public sealed record CursorHealth(string Follower, long Position, long Lag, string? Host, long Parked, string? StoppedBy);
