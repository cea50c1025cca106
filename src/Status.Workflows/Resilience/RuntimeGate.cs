using Status.Workflows.Execution;

namespace Status.Workflows.Resilience;

/// <summary>What this host knows of the pause of the runtime and of the work that waits. Whoever begins work asks here.</summary>
public sealed class RuntimeGate
{
    private readonly Pulse _changed = new();
    private volatile RuntimePause? _pause;
    private long _ready;

    /// <summary>The pause; <c>null</c> while the runtime works.</summary>
    public RuntimePause? Pause => _pause;

    /// <summary>Accepted work that could be begun now, when it was last counted.</summary>
    public long ReadyWork => Interlocked.Read(ref _ready);

    /// <summary>Takes over what the store says.</summary>
    /// <param name="pause">The pause; <c>null</c> while the runtime works.</param>
    public void Set(RuntimePause? pause)
    {
        if (Equals(_pause, pause)) return;
        _pause = pause;
        _changed.Set();
    }

    /// <summary>Takes over how much work waits.</summary>
    /// <param name="ready">Items.</param>
    public void SetReadyWork(long ready) => Interlocked.Exchange(ref _ready, ready);

    /// <summary>Waits until the runtime works.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async ValueTask WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _changed.Next;
            if (_pause is null) return;
            await next.WaitAsync(cancellationToken);
        }
    }
}
