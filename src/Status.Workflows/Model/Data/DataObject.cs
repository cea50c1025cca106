using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Status.Workflows.Model.Data;

/// <summary>
/// A JSON object as the engine and its scripts see it: string keys, values of the closed set described at <see cref="DataJson"/>.
/// Members come in JavaScript's order: keys that are array indices first, ascending, then the others as they were added. Numbers and
/// booleans are held without a box. Mutable and not thread-safe; a run touches it from one burst at a time.
/// </summary>
public sealed partial class DataObject : IReadOnlyDictionary<string, object?>
{
    /// <summary>Creates an empty object.</summary>
    public DataObject() => _entries = [];

    /// <summary>Creates an object with a copy of <paramref name="members"/>.</summary>
    public DataObject(IEnumerable<KeyValuePair<string, object?>> members)
        : this()
    {
        ArgumentNullException.ThrowIfNull(members);
        foreach (var (key, value) in members) this[key] = value;
    }

    /// <summary>Creates an empty object with room for <paramref name="capacity"/> members.</summary>
    internal DataObject(int capacity) => _entries = capacity == 0 ? [] : new Entry[capacity];

    /// <inheritdoc/>
    public int Count => _live;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => this.Select(member => member.Key);

    /// <inheritdoc/>
    public IEnumerable<object?> Values => this.Select(member => member.Value);

    /// <summary>The member named <paramref name="key"/>; reading an absent one gives <c>null</c>, writing adds or replaces.</summary>
    public object? this[string key]
    {
        get => TryGetValue(key, out var value) ? value : null;
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            Set(key, DataValue.From(value));
        }
    }

    /// <summary>Adds or replaces a member; lets a collection initializer fill the object.</summary>
    public void Add(string key, object? value) => this[key] = value;

    /// <summary>Removes a member; <c>false</c> when it was not there.</summary>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var index = Find(key);
        if (index >= 0) RemoveSlot(index);
        return index >= 0;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Find(key) >= 0;
    }

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var index = Find(key);
        value = index >= 0 ? _entries[index].Value.ToObject() : null;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        var version = _version;
        if (_hasIndexKeys)
        {
            foreach (var index in SlotsInOrder())
            {
                if (version != _version) throw new InvalidOperationException("The object was changed while its members were read.");
                yield return new(_entries[index].Key!, _entries[index].Value.ToObject());
            }

            yield break;
        }

        for (var i = 0; i < _used; i++)
        {
            if (version != _version) throw new InvalidOperationException("The object was changed while its members were read.");
            if (_entries[i].Key is { } key) yield return new(key, _entries[i].Value.ToObject());
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
