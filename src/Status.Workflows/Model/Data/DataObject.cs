using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Status.Workflows.Model.Data;

/// <summary>
/// A JSON object as the engine and its scripts see it: string keys in insertion order, values of the closed set described at
/// <see cref="DataJson"/>. Mutable and not thread-safe; a run touches it from one burst at a time.
/// </summary>
public sealed class DataObject : IReadOnlyDictionary<string, object?>
{
    private readonly OrderedDictionary<string, object?> _members;

    /// <summary>Creates an empty object.</summary>
    public DataObject() => _members = new(StringComparer.Ordinal);

    /// <summary>Creates an object with a copy of <paramref name="members"/>.</summary>
    public DataObject(IEnumerable<KeyValuePair<string, object?>> members) => _members = new(members, StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _members.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _members.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _members.Values;

    /// <summary>The member named <paramref name="key"/>; reading an absent one gives <c>null</c>, writing adds or replaces.</summary>
    public object? this[string key]
    {
        get => _members.GetValueOrDefault(key);
        set => _members[key] = value;
    }

    /// <summary>Adds a member; lets a collection initializer fill the object.</summary>
    public void Add(string key, object? value) => _members[key] = value;

    /// <summary>Removes a member; <c>false</c> when it was not there.</summary>
    public bool Remove(string key) => _members.Remove(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _members.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _members.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
