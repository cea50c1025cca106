using System.Net;
using System.Net.Sockets;

namespace Status.Browser.Tests.Support;

/// <summary>Another system on this machine that is not there at first: it answers some requests with 503 and all later ones with 200.</summary>
internal sealed class FlakyEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;
    private readonly int _failures;
    private int _requests;

    /// <summary>Begins to listen.</summary>
    /// <param name="failures">How many requests fail.</param>
    public FlakyEndpoint(int failures)
    {
        _failures = failures;
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _work = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>How often it was asked.</summary>
    public int Requests => _requests;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _work;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.StatusCode = Interlocked.Increment(ref _requests) <= _failures ? 503 : 200;
                context.Response.Close("{\"ok\":true}"u8.ToArray(), willBlock: false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
            {
                return;
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
