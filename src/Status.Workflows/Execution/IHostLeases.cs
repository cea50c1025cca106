namespace Status.Workflows.Execution;

/// <summary>Leases of hosts: one heartbeat row each, and everything a host has taken is good as long as its lease. Adapters: PostgreSQL (its clock decides) and memory.</summary>
public interface IHostLeases
{
    /// <summary>Renews a host's lease; creates it at the first call. A lease of zero ends at once.</summary>
    ValueTask BeatAsync(string host, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Gives back what hosts without a lease had taken: their inbox claims, and the runs that they left in the middle of a burst, which get an
    /// <see cref="InboxItemKind.Continue"/> item. Also joins waiting stimuli to bookmarks that both sides missed. Returns the number of runs and items recovered.
    /// </summary>
    ValueTask<int> RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Ends a host's lease and gives back what it had taken: the last act of an orderly stop.</summary>
    ValueTask RetireAsync(string host, CancellationToken cancellationToken);

    /// <summary>Hosts that were seen, newest first.</summary>
    ValueTask<IReadOnlyList<HostStatus>> GetHostsAsync(CancellationToken cancellationToken);
}

/// <summary>A host as the cluster sees it.</summary>
/// <param name="Name">The host.</param>
/// <param name="StartedAt">First heartbeat.</param>
/// <param name="BeatAt">Last heartbeat.</param>
/// <param name="IsAlive">Whether its lease is good.</param>
public sealed record HostStatus(string Name, DateTimeOffset StartedAt, DateTimeOffset BeatAt, bool IsAlive);
