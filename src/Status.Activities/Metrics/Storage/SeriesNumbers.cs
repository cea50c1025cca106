using System.Collections.Concurrent;

namespace Status.Activities.Metrics.Storage;

/// <summary>The store's numbers for series that were seen while one epoch held. Replaced whole when the epoch changes, so that no number outlives it.</summary>
internal sealed record SeriesNumbers(long Epoch)
{
    private readonly ConcurrentDictionary<SeriesKey, int> _ids = new();

    public int this[SeriesKey key]
    {
        set => _ids[key] = value;
    }

    public bool TryGet(SeriesKey key, out int id) => _ids.TryGetValue(key, out id);
}
