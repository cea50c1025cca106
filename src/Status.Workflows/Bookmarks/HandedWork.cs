using System.Collections.Concurrent;
using Status.Workflows.Execution;

namespace Status.Workflows.Bookmarks;

/// <summary>
/// Accepted work that somebody in this process has claimed for this host when it made it: it need not be looked for again. Only while the worker takes it; what it does not take is free
/// again when the host's lease ends.
/// </summary>
internal sealed class HandedWork
{
    private const int Room = 16;

    private readonly ConcurrentQueue<ClaimedRun> _runs = new();
    private volatile bool _isTaken;

    /// <summary>Whether a worker takes what is handed.</summary>
    public bool IsTaken
    {
        get => _isTaken;
        set => _isTaken = value;
    }

    /// <summary>Whether more may be handed that another host could as well take: little waits here already.</summary>
    public bool HasRoom => _isTaken && _runs.Count < Room;

    /// <summary>Set when there is more.</summary>
    public Pulse Added { get; } = new();

    /// <summary>Hands runs to the worker.</summary>
    public void Add(IReadOnlyList<ClaimedRun> runs)
    {
        foreach (var run in runs) _runs.Enqueue(run);
        if (runs.Count > 0) Added.Set();
    }

    /// <summary>The next run; <c>null</c> when there is none.</summary>
    public ClaimedRun? Take() => _runs.TryDequeue(out var run) ? run : null;
}
