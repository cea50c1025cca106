using System.Collections;
using System.Runtime.CompilerServices;

namespace Status.Workflows.Model.Data;

/// <summary>
/// A JSON array as the engine and its scripts see it: values of the closed set described at <see cref="DataJson"/>. Numbers and booleans
/// are held without a box. Mutable and not thread-safe; a run touches it from one burst at a time.
/// </summary>
public sealed class DataArray : IList<object?>, IReadOnlyList<object?>
{
    private DataValue[] _items;
    private int _count;

    /// <summary>Creates an empty array.</summary>
    public DataArray() => _items = [];

    /// <summary>Creates an empty array with room for <paramref name="capacity"/> items.</summary>
    public DataArray(int capacity) => _items = capacity == 0 ? [] : new DataValue[capacity];

    /// <summary>Creates an array with a copy of <paramref name="items"/>.</summary>
    public DataArray(IEnumerable<object?> items)
        : this(items.TryGetNonEnumeratedCount(out var count) ? count : 0) => AddRange(items);

    /// <summary>Takes over <paramref name="items"/> without a copy.</summary>
    internal DataArray(DataValue[] items, int count)
    {
        _items = items;
        _count = count;
    }

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <summary>Scripts may not change it (<c>Object.freeze</c>); hosts still can.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>What a pattern's match carries beside its items (<c>index</c>, <c>input</c>, <c>groups</c>); scripts only, never written as JSON.</summary>
    internal DataObject? Extras { get; set; }

    /// <summary>The items as scripts see them. Valid until the array grows.</summary>
    internal Span<DataValue> Span => _items.AsSpan(0, _count);

    /// <inheritdoc cref="IList{T}.this"/>
    public object? this[int index]
    {
        get => At(index).ToObject();
        set => At(index) = DataValue.From(value);
    }

    /// <inheritdoc/>
    public void Add(object? item) => Push(DataValue.From(item));

    /// <summary>Appends copies of <paramref name="items"/>.</summary>
    public void AddRange(IEnumerable<object?> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items) Add(item);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        Array.Clear(_items, 0, _count);
        _count = 0;
    }

    /// <inheritdoc/>
    public bool Contains(object? item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(object?[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        for (var i = 0; i < _count; i++) array[arrayIndex + i] = _items[i].ToObject();
    }

    /// <inheritdoc/>
    public int IndexOf(object? item)
    {
        for (var i = 0; i < _count; i++)
        {
            if (Equals(_items[i].ToObject(), item)) return i;
        }

        return -1;
    }

    /// <inheritdoc/>
    public void Insert(int index, object? item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)_count, nameof(index));
        Resize(_count + 1);
        Array.Copy(_items, index, _items, index + 1, _count - 1 - index);
        _items[index] = DataValue.From(item);
    }

    /// <inheritdoc/>
    public bool Remove(object? item)
    {
        var index = IndexOf(item);
        if (index >= 0) RemoveAt(index);
        return index >= 0;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        Array.Copy(_items, index + 1, _items, index, _count - index - 1);
        _items[--_count] = default;
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < _count; i++) yield return _items[i].ToObject();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Appends without a box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Push(in DataValue item)
    {
        var count = _count;
        if ((uint)count < (uint)_items.Length)
        {
            _items[count] = item;
            _count = count + 1;
        }
        else
        {
            Resize(count + 1);
            _items[count] = item;
        }
    }

    /// <summary>Sets the length: cuts, or fills with undefined.</summary>
    internal void Resize(int count)
    {
        if (count > _items.Length) Array.Resize(ref _items, Math.Max(count, Math.Max(4, _count * 2)));
        if (count < _count) Array.Clear(_items, count, _count - count);
        _count = count;
    }

    /// <summary>Takes over <paramref name="items"/> as the whole content.</summary>
    internal void Replace(DataValue[] items)
    {
        _items = items;
        _count = items.Length;
    }

    private ref DataValue At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        return ref _items[index];
    }
}
