using System.Collections.Concurrent;

namespace Status.Host.Hosting.Web.Limits;

/// <summary>Buckets of this host alone.</summary>
internal sealed class MemoryBuckets(TimeProvider time) : ITokenBuckets
{
    private const int Most = 50_000;
    private readonly ConcurrentDictionary<string, Level> _levels = new(StringComparer.Ordinal);
    private int _sweeping;

    /// <inheritdoc/>
    public ValueTask<TimeSpan> TakeAsync(string key, Bucket bucket)
    {
        var now = time.GetTimestamp();
        if (!_levels.TryGetValue(key, out var level))
        {
            if (_levels.Count >= Most) Sweep(now);
            level = _levels.GetOrAdd(key, _ => new Level(bucket, now));
        }

        lock (level)
        {
            level.Fill(bucket, time.GetElapsedTime(level.At, now), now);
            if (level.Tokens >= 1)
            {
                level.Tokens--;
                return ValueTask.FromResult(TimeSpan.Zero);
            }

            return ValueTask.FromResult(TimeSpan.FromSeconds((1 - level.Tokens) / bucket.PerSecond));
        }
    }

    // A full bucket says nothing that a new one would not say. When nobody's is full, the host is asked by too many at once to be exact about each.
    private void Sweep(long now)
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0) return;
        foreach (var (key, level) in _levels)
            if (level.IsFull(time.GetElapsedTime(level.At, now)))
                _levels.TryRemove(key, out _);
        if (_levels.Count >= Most) _levels.Clear();
        Interlocked.Exchange(ref _sweeping, 0);
    }

    private sealed class Level(Bucket bucket, long at)
    {
        private Bucket _bucket = bucket;

        public double Tokens { get; set; } = bucket.Capacity;

        public long At { get; private set; } = at;

        public void Fill(Bucket bucket, TimeSpan elapsed, long now)
        {
            _bucket = bucket;
            Tokens = Math.Min(bucket.Capacity, Tokens + Math.Max(0, elapsed.TotalSeconds * bucket.PerSecond));
            At = now;
        }

        public bool IsFull(TimeSpan elapsed) => Tokens + elapsed.TotalSeconds * _bucket.PerSecond >= _bucket.Capacity;
    }
}
