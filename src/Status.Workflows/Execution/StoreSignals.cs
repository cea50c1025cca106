namespace Status.Workflows.Execution;

/// <summary>
/// Wakes of this process: set after a commit by the stores, and by notifications from the other hosts. A wake is a hint and may be missed or come for
/// nothing, so whoever waits also looks on his own now and then.
/// </summary>
public sealed class StoreSignals
{
    private long _head;

    /// <summary>Accepted work may be there.</summary>
    public Pulse Inbox { get; } = new();

    /// <summary>Facts may be there.</summary>
    public Pulse Facts { get; } = new();

    /// <summary>A timer may be due earlier than known.</summary>
    public Pulse Timers { get; } = new();

    /// <summary>Deliveries may be there.</summary>
    public Pulse Deliveries { get; } = new();

    /// <summary>The highest feed position that this process has heard of.</summary>
    public long KnownHead => Interlocked.Read(ref _head);

    /// <summary>The answer of a run has been committed, here or on another host.</summary>
    public event Action<InstanceId>? Replied;

    /// <summary>A run has been committed, here or (if it lives longer than one burst) on another host: screens re-read it. May be told twice.</summary>
    public event Action<InstanceId>? Committed;

    /// <summary>Tells that facts up to <paramref name="head"/> are committed.</summary>
    public void FactsCommitted(long head)
    {
        var seen = KnownHead;
        while (head > seen)
        {
            var before = Interlocked.CompareExchange(ref _head, head, seen);
            if (before == seen) break;
            seen = before;
        }

        Facts.Set();
    }

    /// <summary>Tells that an answer is committed.</summary>
    public void ReplyCommitted(InstanceId id) => Replied?.Invoke(id);

    /// <summary>Tells that a run is committed.</summary>
    public void RunCommitted(InstanceId id) => Committed?.Invoke(id);
}
