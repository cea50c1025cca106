using System.Net;
using System.Net.Sockets;

namespace Status.Workflows.Http;

/// <summary>
/// Decides which addresses outgoing requests may reach. Checked on the address that is connected to, after name resolution, so that neither a name that resolves
/// to a private address nor a redirect gets around it.
/// </summary>
/// <param name="allowed">Non-public networks that are allowed all the same.</param>
public sealed class AddressGuard(IEnumerable<IPNetwork> allowed)
{
    private static readonly IPNetwork[] _nonPublic =
    [
        .. new[]
        {
            // IANA special-purpose registries (RFC 6890): everything that is not globally reachable.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/127", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] _allowed = [.. allowed];

    /// <summary>Whether a request may go to this address.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = Unwrap(address);
        return !_nonPublic.Any(n => Contains(n, plain)) || _allowed.Any(n => Contains(n, plain));
    }

    /// <summary>Resolves and connects; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="HttpRequestException">No address of the host is allowed, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var permitted = addresses.Where(Allows).ToArray();
        if (permitted.Length == 0)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"Requests to {host} are refused: its address is private, loopback or reserved. Allow its network with the key Status:Http:AllowedPrivateNetworks if that is meant.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(permitted, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool Contains(IPNetwork network, IPAddress address) => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);

    /// <summary>The IPv4 address inside an IPv4-mapped, 6to4 or NAT64 one: what is really reached.</summary>
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes[0] == 0x20 && bytes[1] == 0x02) return new IPAddress(bytes.AsSpan(2, 4));
        return IPNetwork.Parse("64:ff9b::/96").Contains(address) ? new IPAddress(bytes.AsSpan(12, 4)) : address;
    }
}
