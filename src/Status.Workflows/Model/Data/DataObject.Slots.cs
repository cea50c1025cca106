using System.Runtime.CompilerServices;

namespace Status.Workflows.Model.Data;

/// <content>The storage: entries in the order of adding; up to eight are searched one by one, more through a table of buckets.</content>
public sealed partial class DataObject
{
    private const int LinearLimit = 8;

    private Entry[] _entries;
    private int[]? _buckets;
    private int _used;
    private int _live;
    private int _version;
    private bool _hasIndexKeys;

    /// <summary>Scripts may not change it (<c>Object.freeze</c>); hosts still can.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>What made it, when that says more than its members do (a class of a script); <c>null</c> for data. Scripts only, never written as JSON.</summary>
    internal object? Origin { get; set; }

    /// <summary>Slots in use, removed ones included; <see cref="KeyAt"/> tells which are alive.</summary>
    internal int SlotCount => _used;

    internal bool HasIndexKeys => _hasIndexKeys;

    internal string? KeyAt(int slot) => _entries[slot].Key;

    internal ref DataValue ValueAt(int slot) => ref _entries[slot].Value;

    /// <summary>Reads by key; <paramref name="hint"/> remembers, per place in a program, the slot where the key was last time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGet(string key, ref int hint, out DataValue value)
    {
        var entries = _entries;
        var slot = hint;
        if ((uint)slot < (uint)_used && ReferenceEquals(entries[slot].Key, key))
        {
            value = entries[slot].Value;
            return true;
        }

        return TryGetSlow(key, ref hint, out value);
    }

    internal bool TryGet(string key, out DataValue value)
    {
        var slot = Find(key);
        value = slot >= 0 ? _entries[slot].Value : default;
        return slot >= 0;
    }

    /// <summary>Adds or replaces; <c>true</c> when the member is new.</summary>
    internal bool Set(string key, in DataValue value)
    {
        var slot = Find(key);
        if (slot >= 0)
        {
            _entries[slot].Value = value;
            return false;
        }

        Append(key, value);
        return true;
    }

    /// <summary>Adds or replaces with a remembered slot; <c>true</c> when the member is new.</summary>
    internal bool Set(string key, in DataValue value, ref int hint)
    {
        var slot = hint;
        if ((uint)slot < (uint)_used && ReferenceEquals(_entries[slot].Key, key))
        {
            _entries[slot].Value = value;
            return false;
        }

        var before = _live;
        Set(key, value);
        hint = _live > before ? _used - 1 : Find(key);
        return _live > before;
    }

    internal int Find(string key)
    {
        var entries = _entries;
        if (_buckets is null)
        {
            for (var i = 0; i < _used; i++)
            {
                if (string.Equals(entries[i].Key, key)) return i;
            }

            return -1;
        }

        var hash = StringComparer.Ordinal.GetHashCode(key);
        for (var i = _buckets[hash & (_buckets.Length - 1)] - 1; i >= 0; i = entries[i].Next - 1)
        {
            if (entries[i].Hash == hash && string.Equals(entries[i].Key, key)) return i;
        }

        return -1;
    }

    internal void RemoveSlot(int slot)
    {
        // The slot stays as a gap, so a walk by slot that is under way neither skips nor repeats members.
        _entries[slot].Key = null;
        _entries[slot].Value = default;
        _live--;
        _version++;
        if (_live == 0 && _used > LinearLimit) Compact(_entries.Length);
    }

    /// <summary>The live slots in JavaScript's member order.</summary>
    internal List<int> SlotsInOrder()
    {
        var slots = new List<int>(_live);
        if (_hasIndexKeys)
        {
            for (var i = 0; i < _used; i++)
            {
                if (_entries[i].Key is { } key && IsIndexKey(key)) slots.Add(i);
            }

            slots.Sort((a, b) => uint.Parse(_entries[a].Key!, System.Globalization.CultureInfo.InvariantCulture)
                .CompareTo(uint.Parse(_entries[b].Key!, System.Globalization.CultureInfo.InvariantCulture)));
        }

        for (var i = 0; i < _used; i++)
        {
            if (_entries[i].Key is { } key && !(_hasIndexKeys && IsIndexKey(key))) slots.Add(i);
        }

        return slots;
    }

    /// <summary>Whether a key is an array index in its one canonical spelling (0 … 4294967294).</summary>
    internal static bool IsIndexKey(string key)
    {
        if (key.Length is 0 or > 10 || key[0] is < '0' or > '9' || (key[0] == '0' && key.Length > 1)) return false;
        ulong number = 0;
        foreach (var c in key)
        {
            if (c is < '0' or > '9') return false;
            number = (number * 10) + (ulong)(c - '0');
        }

        return number < uint.MaxValue;
    }

    private bool TryGetSlow(string key, ref int hint, out DataValue value)
    {
        var slot = Find(key);
        if (slot < 0)
        {
            value = default;
            return false;
        }

        // Keys that came from JSON are other string instances: taking the program's own makes the next read a reference comparison.
        _entries[slot].Key = key;
        hint = slot;
        value = _entries[slot].Value;
        return true;
    }

    private void Append(string key, in DataValue value)
    {
        if (_used == _entries.Length) Compact(Math.Max(4, _live * 2));
        _hasIndexKeys |= key.Length > 0 && key[0] is >= '0' and <= '9' && IsIndexKey(key);
        ref var entry = ref _entries[_used++];
        entry.Key = key;
        entry.Value = value;
        _live++;
        _version++;
        if (_buckets is not null) Link(_used - 1);
        else if (_used > LinearLimit) Rehash();
    }

    private void Compact(int capacity)
    {
        var old = _entries;
        var used = _used;
        _entries = new Entry[capacity];
        _used = 0;
        for (var i = 0; i < used; i++)
        {
            if (old[i].Key is not null) _entries[_used++] = old[i];
        }

        _buckets = null;
        if (_used >= LinearLimit) Rehash();
    }

    private void Rehash()
    {
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_entries.Length)];
        for (var i = 0; i < _used; i++) Link(i);
    }

    private void Link(int slot)
    {
        ref var entry = ref _entries[slot];
        if (entry.Key is null) return;
        entry.Hash = StringComparer.Ordinal.GetHashCode(entry.Key);
        ref var bucket = ref _buckets![entry.Hash & (_buckets.Length - 1)];
        entry.Next = bucket;
        bucket = slot + 1;
    }

    private struct Entry
    {
        public string? Key;
        public DataValue Value;
        public int Hash;
        public int Next;
    }
}
