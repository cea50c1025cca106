using Status.Workflows.Execution;

namespace Status.Workflows.Scheduling;

/// <summary>Ticks that this host has claimed and whose time has not come, the next one first.</summary>
internal sealed class HeldTicks
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ClaimedRun, DateTimeOffset> _ticks = new();

    /// <summary>Set when an earlier one may be here.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>Time of the next one; <c>null</c> when none is held.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_gate) return _ticks.TryPeek(out _, out var due) ? due : null;
        }
    }

    /// <summary>Holds more.</summary>
    public void Add(IReadOnlyList<ClaimedRun> ticks)
    {
        if (ticks.Count == 0) return;
        lock (_gate)
            foreach (var tick in ticks) _ticks.Enqueue(tick, tick.Items[0].NotBefore!.Value);
        Changed.Set();
    }

    /// <summary>Takes those whose time has come.</summary>
    public IReadOnlyList<ClaimedRun> TakeDue(DateTimeOffset now)
    {
        var due = new List<ClaimedRun>();
        lock (_gate)
            while (_ticks.TryPeek(out _, out var at) && at <= now) due.Add(_ticks.Dequeue());
        return due;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_gate) _ticks.Clear();
    }
}
