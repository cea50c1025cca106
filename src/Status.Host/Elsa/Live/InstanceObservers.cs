using System.Collections.Concurrent;

namespace Status.Host.Elsa.Live;

/// <summary>Which runs somebody looks at on this host, so that the commits of all others cost nothing.</summary>
internal sealed class InstanceObservers
{
    private readonly ConcurrentDictionary<string, int> _count = new(StringComparer.Ordinal);

    /// <summary>Whether anybody looks at a run.</summary>
    public bool Contains(string instanceId) => _count.ContainsKey(instanceId);

    /// <summary>One more looks at it.</summary>
    public void Add(string instanceId) => _count.AddOrUpdate(instanceId, 1, static (_, count) => count + 1);

    /// <summary>One fewer looks at it.</summary>
    public void Remove(string instanceId)
    {
        while (_count.TryGetValue(instanceId, out var count))
        {
            if (count > 1 ? _count.TryUpdate(instanceId, count - 1, count) : _count.TryRemove(KeyValuePair.Create(instanceId, count))) return;
        }
    }
}
