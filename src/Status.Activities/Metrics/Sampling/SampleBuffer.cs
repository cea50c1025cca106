using Microsoft.Extensions.Logging;

namespace Status.Activities.Metrics.Sampling;

/// <summary>
/// Holds samples until the store has them. While the store is away they wait in memory up to a limit; beyond it the oldest go, counted and logged.
/// Samples may be added from anywhere; only one flush runs at a time.
/// </summary>
public sealed partial class SampleBuffer(IMetricSink sink, int limit, ILogger<SampleBuffer> logger) : IDisposable
{
    private const int FlushSize = 5_000;
    private readonly Lock _lock = new();
    private readonly Queue<MetricSample> _waiting = new();
    private readonly SemaphoreSlim _one = new(1);
    private long _dropped;
    private bool _away;

    /// <summary>How many samples wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>How many samples were given up since the start because the store was away too long.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds samples; drops the oldest beyond the limit.</summary>
    public void Add(IEnumerable<MetricSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var dropped = 0;
        lock (_lock)
        {
            foreach (var sample in samples) _waiting.Enqueue(sample);
            for (; _waiting.Count > limit; dropped++) _waiting.Dequeue();
        }

        if (dropped == 0) return;
        Interlocked.Add(ref _dropped, dropped);
        OldestDropped(logger, dropped, limit);
    }

    /// <summary>
    /// Hands everything that waits to the store. Returns false when the store did not take it; then it waits on, and a sample that had been stored
    /// all the same is recognised as a duplicate next time.
    /// </summary>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            for (var batch = Peek(); batch.Length > 0; batch = Peek())
            {
                await sink.AppendAsync(batch, cancellationToken);
                Remove(batch);
            }

            if (_away) StoreIsBack(logger);
            _away = false;
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever ails the store, the samples are not at fault; said once, not at every tick.
            if (!_away) StoreIsAway(logger, failure, Count);
            _away = true;
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private MetricSample[] Peek()
    {
        lock (_lock) return [.. _waiting.Take(FlushSize)];
    }

    private void Remove(MetricSample[] stored)
    {
        lock (_lock)
        {
            // Some of them may have been dropped meanwhile, and what stands first then was never sent.
            foreach (var sample in stored)
                if (_waiting.TryPeek(out var first) && first == sample) _waiting.Dequeue();
        }
    }

    [LoggerMessage(EventId = 230, Level = LogLevel.Warning, Message = "The metrics store does not take samples; {Waiting} wait in memory")]
    private static partial void StoreIsAway(ILogger logger, Exception failure, int waiting);

    [LoggerMessage(EventId = 231, Level = LogLevel.Information, Message = "The metrics store takes samples again; everything that waited is stored")]
    private static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(EventId = 232, Level = LogLevel.Error, Message = "{Dropped} of the oldest samples were given up: more than {Limit} (Status:Sampling:BufferLimit) waited for the store")]
    private static partial void OldestDropped(ILogger logger, int dropped, int limit);
}
