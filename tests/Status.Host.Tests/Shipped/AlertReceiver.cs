using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Status.Host.Tests.Shipped;

/// <summary>Somebody who is told: accepts every message and keeps those whose signature is good.</summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly Task _receiving;
    private int _unsigned;

    public AlertReceiver(string name)
    {
        Secret = "the secret shared with " + name;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _receiving = ReceiveAsync();
    }

    public string Address { get; }

    public string Secret { get; }

    /// <summary>Bodies that came with a good signature.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <summary>How many came without.</summary>
    public int Unsigned => _unsigned;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _receiving;
        _listener.Close();
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                if (IsSigned(context.Request, body)) _messages.Enqueue(body);
                else Interlocked.Increment(ref _unsigned);
                context.Response.StatusCode = 204;
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or IOException)
            {
                // The host that sent it was killed.
            }
        }
    }

    private bool IsSigned(HttpListenerRequest request, string body)
    {
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{body}";
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)));
        return (request.Headers["webhook-signature"] ?? "").Split(' ').Contains(expected, StringComparer.Ordinal);
    }
}
