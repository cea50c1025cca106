using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Keys in the order of adding; a walk under way sees additions and skips removals, as in JavaScript.</summary>
internal class MapValue : ScriptObject
{
    private readonly Dictionary<DataValue, int> _index = new(KeyComparer.Instance);
    private readonly List<(DataValue Key, DataValue Value, bool Alive)> _entries = [];

    public int Count => _index.Count;

    public bool Has(in DataValue key) => _index.ContainsKey(key);

    public DataValue Get(in DataValue key) => _index.TryGetValue(key, out var at) ? _entries[at].Value : default;

    public void Set(Run run, in DataValue key, in DataValue value)
    {
        var kept = key is { IsNumber: true, Num: 0 } ? DataValue.Of(0d) : key;
        if (_index.TryGetValue(kept, out var at))
        {
            _entries[at] = (_entries[at].Key, value, true);
            return;
        }

        run.Step();
        run.Allocate(96);
        _index[kept] = _entries.Count;
        _entries.Add((kept, value, true));
    }

    public bool Remove(in DataValue key)
    {
        if (!_index.Remove(key, out var at)) return false;
        _entries[at] = (default, default, false);
        return true;
    }

    public void Clear()
    {
        _index.Clear();
        for (var i = 0; i < _entries.Count; i++) _entries[i] = (default, default, false);
    }

    public IEnumerable<KeyValuePair<DataValue, DataValue>> Entries()
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            var (key, value, alive) = _entries[i];
            if (alive) yield return new(key, value);
        }
    }

    public IEnumerable<DataValue> Keys() => Entries().Select(e => e.Key);

    private sealed class KeyComparer : IEqualityComparer<DataValue>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(DataValue x, DataValue y) => Ops.SameValueZero(x, y);

        public int GetHashCode(DataValue value)
        {
            if (value.IsNumber) return value.Num == 0 ? 0 : value.Num.GetHashCode();
            return value.Ref switch
            {
                null => 1,
                string text => StringComparer.Ordinal.GetHashCode(text),
                DataTag tag => tag == DataTag.Long ? ((double)value.Long).GetHashCode() : value.Num.GetHashCode() + 7,
                decimal number => ((double)number).GetHashCode(),
                BigIntValue big => big.GetHashCode(),
                _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.Ref),
            };
        }
    }
}

internal sealed class SetValue : MapValue;
