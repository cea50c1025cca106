using System.Net;
using System.Net.Sockets;

namespace Status.Host.Hosting;

/// <summary>Looks whether the addresses are free before the database is started for nothing.</summary>
internal static class PortCheck
{
    /// <summary>Tries each address.</summary>
    /// <exception cref="StartupException">One is not an address, or is taken.</exception>
    public static void Require(string? urls)
    {
        foreach (var url in (urls ?? HostSetup.DefaultAddress).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException exception)
            {
                throw new StartupException($"--urls (environment ASPNETCORE_URLS) holds '{url}', which is no address. Write http://127.0.0.1:3000.", exception);
            }

            if (!address.IsUnixPipe && address.Port != 0)
                Try(address, url);
        }
    }

    /// <summary>The message for an address that is taken.</summary>
    public static string Taken(string what) =>
        $"The address is taken by another program ({what.TrimEnd('.')}). Stop that program, or choose another port with --urls http://127.0.0.1:<port> "
        + "(environment ASPNETCORE_URLS).";

    private static void Try(BindingAddress address, string url)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed
            : address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        using var probe = new TcpListener(ip, address.Port);
        try
        {
            probe.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(Taken(url), exception);
        }
        catch (SocketException exception)
        {
            throw new StartupException(
                $"The address {url} cannot be listened on: {exception.Message}. Choose another with --urls (environment ASPNETCORE_URLS).", exception);
        }
    }
}
