using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Status.Workflows.Authoring;

namespace Status.Host.Elsa.Descriptors;

/// <summary>
/// The list of activity types as bytes with a tag of its content. The designer asks for it after every save; a browser that has it is answered 304. Activity types
/// are fixed while a host runs, so only the address under which the host is called makes a difference.
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
        if (_byAddress.TryGetValue(endpoints, out var known)) return known;
        var made = Make(endpoints);
        if (_byAddress.Count < MostAddresses) _byAddress.TryAdd(endpoints, made);
        return made;
    }

    private Listing Make(string endpoints)
    {
        ActivityDescriptorAnswer[] items = [.. registry.All.Select(descriptor => descriptor.ToAnswer(endpoints))];
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new { items, count = items.Length }, ElsaJson.Options);
        return new Listing(bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
    }

    /// <summary>The list as it is sent.</summary>
    /// <param name="Bytes">JSON.</param>
    /// <param name="Tag">Entity tag, quotes included.</param>
    internal sealed record Listing(byte[] Bytes, string Tag);
}
