using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Status.Activities.Metrics.Ingestion;

/// <summary>
/// Finds a series by the very bytes it was written with, so that a sender which repeats itself costs neither parsing nor allocation. Bytes
/// that differ but mean the same series lead to equal keys. Emptied when it grows beyond its limit, so that hostile variety costs time, not memory.
/// </summary>
internal sealed class SeriesAliases(int limit)
{
    private ConcurrentDictionary<byte[], SeriesKey> _keys = new(ByteComparer.Instance);
    private int _count;

    /// <summary>The series written with these bytes, when they were seen before.</summary>
    public bool TryGet(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out SeriesKey key) =>
        _keys.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bytes, out key);

    /// <summary>Remembers the series written with these bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes, SeriesKey key)
    {
        if (Interlocked.Increment(ref _count) > limit)
        {
            _keys = new(ByteComparer.Instance);
            _count = 1;
        }

        _keys[bytes.ToArray()] = key;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static ByteComparer Instance { get; } = new();

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            // Seeded per process, unlike a plain checksum: a sender cannot choose labels that collide.
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
    }
}
