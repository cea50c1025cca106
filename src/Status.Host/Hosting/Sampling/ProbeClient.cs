using System.Net;

namespace Status.Host.Hosting.Sampling;

/// <summary>How probes reach what they ask.</summary>
internal static class ProbeClient
{
    /// <summary>The value of the label <c>target</c> for this host's own health address.</summary>
    public const string Self = "self";

    /// <summary>A client that asks exactly one address: no redirects, no proxy, no cookies, a fresh look at DNS every two minutes.</summary>
    public static HttpClient Create()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("STATUS-probe");
        return client;
    }

    /// <summary>The value of the label <c>target</c>: the address without user, password, query or fragment, none of which belong in a store of metrics.</summary>
    public static string Label(Uri target) => target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>
    /// The health address behind the first plain-HTTP listener, else behind the first HTTPS one; a wildcard is asked through the loopback.
    /// <c>null</c> without a listener that can be asked.
    /// </summary>
    public static Uri? OwnAddress(IEnumerable<string> listening)
    {
        foreach (var address in listening.OrderBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            var text = address.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) continue;
            var host = IPAddress.TryParse(uri.DnsSafeHost, out var ip) switch
            {
                true when ip!.Equals(IPAddress.Any) => "127.0.0.1",
                true when ip!.Equals(IPAddress.IPv6Any) => "[::1]",
                _ => uri.Host,
            };
            return new UriBuilder(uri.Scheme, host, uri.Port, "/health/live").Uri;
        }

        return null;
    }
}
