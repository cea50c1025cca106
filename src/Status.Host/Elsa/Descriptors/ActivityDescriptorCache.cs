using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Status.Workflows.Authoring;

namespace Status.Host.Elsa.Descriptors;

/// <summary>
/// The list of activity types as bytes with a tag of its content. The designer asks for it after every save; a browser that has it is answered 304. It differs
/// by the address under which the host is called, and changes with the workflows that can be used as activities.
/// </summary>
/// <param name="registry">The activity types.</param>
internal sealed class ActivityDescriptorCache(ActivityRegistry registry)
{
    // The address comes from the request, so a caller could invent any number of them.
    private const int MostAddresses = 16;
    private readonly ConcurrentDictionary<string, Listing> _byAddress = new(StringComparer.Ordinal);

    /// <summary>The list for callers of an address.</summary>
    /// <param name="endpoints">Address below which HTTP endpoints answer, ending in a slash.</param>
    public Listing Get(string endpoints)
    {
        // Read before the list is made: one that is made meanwhile is made again.
        var generation = registry.Generation;
        if (_byAddress.TryGetValue(endpoints, out var known) && known.Generation == generation) return known;
        var made = Make(endpoints, generation);
        if (known is not null || _byAddress.Count < MostAddresses) _byAddress[endpoints] = made;
        return made;
    }

    private Listing Make(string endpoints, long generation)
    {
        ActivityDescriptorAnswer[] items = [.. registry.All.Select(descriptor => descriptor.ToAnswer(endpoints))];
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new { items, count = items.Length }, ElsaJson.Options);
        return new Listing(bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"", generation);
    }

    /// <summary>The list as it is sent.</summary>
    /// <param name="Bytes">JSON.</param>
    /// <param name="Tag">Entity tag, quotes included.</param>
    /// <param name="Generation">The types it was made of.</param>
    internal sealed record Listing(byte[] Bytes, string Tag, long Generation);
}
