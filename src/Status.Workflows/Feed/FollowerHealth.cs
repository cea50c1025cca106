using System.Collections.Concurrent;

namespace Status.Workflows.Feed;

/// <summary>How the followers of this process fare.</summary>
public sealed class FollowerHealth
{
    private readonly ConcurrentDictionary<string, FollowerState> _states = new(StringComparer.Ordinal);

    /// <summary>The state of each follower of this process.</summary>
    public IReadOnlyDictionary<string, FollowerState> States => _states;

    /// <summary>Whether a follower stands still until somebody mends something.</summary>
    public bool AnyStopped => _states.Values.Any(s => s.IsStopped);

    internal void Set(string follower, bool drives, long position, string? stoppedBy = null) => _states[follower] = new FollowerState(drives, position, stoppedBy);
}

/// <summary>How a follower of this process fares.</summary>
/// <param name="Drives">Whether this host drives its cursor; otherwise another one does, or nobody yet.</param>
/// <param name="Position">The last position that it has seen.</param>
/// <param name="StoppedBy">Why it stands still; <c>null</c> when it does not.</param>
public sealed record FollowerState(bool Drives, long Position, string? StoppedBy)
{
    /// <summary>Whether it stands still until somebody mends something.</summary>
    public bool IsStopped => StoppedBy is not null;
}
