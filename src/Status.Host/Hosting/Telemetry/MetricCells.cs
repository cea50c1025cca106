using System.Diagnostics.Metrics;

namespace Status.Host.Hosting.Telemetry;

/// <summary>The values of one instrument, one cell for each combination of labels.</summary>
/// <param name="instrument">The instrument.</param>
/// <param name="bounds">Upper bounds of a histogram's buckets; <c>null</c> for everything else.</param>
internal sealed class MetricCells(Instrument instrument, double[]? bounds)
{
    /// <summary>More combinations than this are counted together under no labels: a label that grows without end must not fill the memory.</summary>
    public const int MaxCells = 2000;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<MetricCell>> _cells = [];
    private int _count;

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>Upper bounds of a histogram's buckets.</summary>
    public double[]? Bounds { get; } = bounds;

    /// <summary>Adds to a counter, or to a histogram.</summary>
    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_lock) Find(labels).Add(value, Bounds);
    }

    /// <summary>Sets an observed value.</summary>
    public void Set(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_lock) Find(labels).Set(value);
    }

    /// <summary>Forgets observed values: the next observation tells all that are left.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _cells.Clear();
            _count = 0;
        }
    }

    /// <summary>Every cell as it stands.</summary>
    public List<MetricCell> Copy()
    {
        lock (_lock) return [.. _cells.Values.SelectMany(c => c).Select(c => c.Copy())];
    }

    private MetricCell Find(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = new HashCode();
        foreach (var (name, value) in labels)
        {
            hash.Add(name);
            hash.Add(value);
        }

        var key = hash.ToHashCode();
        if (!_cells.TryGetValue(key, out var found)) _cells[key] = found = [];
        foreach (var cell in found)
            if (cell.Labels.AsSpan().SequenceEqual(labels)) return cell;
        if (_count >= MaxCells && labels.Length > 0) return Find([]);
        _count++;
        var added = new MetricCell(labels.ToArray(), Bounds?.Length);
        found.Add(added);
        return added;
    }
}
