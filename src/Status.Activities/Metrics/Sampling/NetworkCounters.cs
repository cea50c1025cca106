using System.Globalization;

namespace Status.Activities.Metrics.Sampling;

/// <summary>Bytes received and sent since boot by each interface of <c>/proc/net/dev</c> but the loopback.</summary>
internal sealed class NetworkCounters
{
    private readonly Dictionary<string, (ulong Received, ulong Sent)> _interfaces = new(StringComparer.Ordinal);

    private NetworkCounters()
    {
    }

    /// <summary>The interfaces that were read.</summary>
    public IReadOnlyCollection<string> Interfaces => _interfaces.Keys;

    /// <summary>Reads the text; lines of another form are skipped; <c>null</c> when no line is an interface.</summary>
    public static NetworkCounters? Parse(string text)
    {
        var counters = new NetworkCounters();
        var any = false;
        foreach (var line in text.Split('\n'))
        {
            // An interface's name may hold a colon (an alias), its numbers none; wide numbers follow the colon without a blank.
            var colon = line.LastIndexOf(':');
            if (colon <= 0) continue;
            var fields = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 16
                || !ulong.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var received)
                || !ulong.TryParse(fields[8], NumberStyles.None, CultureInfo.InvariantCulture, out var sent)) continue;
            any = true;
            var name = line[..colon].Trim();
            if (name != "lo") counters._interfaces[name] = (received, sent);
        }

        return any ? counters : null;
    }

    /// <summary>
    /// Bytes per second between two readings over the interfaces of both; an interface that came or went counts from the next tick on. <c>null</c>
    /// when no time passed, or when a counter went back: whether it wrapped or was reset, the bytes between are not known.
    /// </summary>
    public static (double Received, double Sent)? Rate(NetworkCounters before, NetworkCounters after, TimeSpan elapsed)
    {
        if (elapsed <= TimeSpan.Zero) return null;
        double received = 0, sent = 0;
        foreach (var (name, now) in after._interfaces)
        {
            if (!before._interfaces.TryGetValue(name, out var then)) continue;
            if (now.Received < then.Received || now.Sent < then.Sent) return null;
            received += now.Received - then.Received;
            sent += now.Sent - then.Sent;
        }

        return (received / elapsed.TotalSeconds, sent / elapsed.TotalSeconds);
    }
}
