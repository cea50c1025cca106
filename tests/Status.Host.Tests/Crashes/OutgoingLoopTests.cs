using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Status.Host.Tests.Hosting;

namespace Status.Host.Tests.Crashes;

/// <summary>Effects on other systems happen at least once, and a repetition can be recognised.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class OutgoingLoopTests
{
    private const int Posts = 100;
    private const int KillAt = 37;

    [Fact]
    public async Task Kill_InsideALoopOfHundredPosts_EndsWithExactlyHundredDistinctKeys()
    {
        await using var crash = await CrashHost.CreateAsync(CrashHost.Definitions);
        using var listener = Listen(out var address);
        var keys = new ConcurrentQueue<string>();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiving = ReceiveAsync(listener, keys, reached);

        var host = await crash.StartAsync();
        using (var response = await host.Client.PostAsJsonAsync(new Uri("/workflows/crash/loop", UriKind.Relative), new { url = address }))
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(180));
        await host.KillAsync();
        await host.DisposeAsync();

        await using (var second = await crash.StartAsync()) await crash.Ledger.WaitUntilQuietAsync();
        listener.Stop();
        await receiving;
        Assert.Equal(Posts, keys.Distinct().Count());
        Assert.True(keys.Count > Posts, "The kill came too late: nothing was repeated.");
        Assert.Single(await crash.Ledger.ReadFactsAsync(), f => f.Type == "crash.sent");
    }

    private static HttpListener Listen(out string address)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        return listener;
    }

    private static async Task ReceiveAsync(HttpListener listener, ConcurrentQueue<string> keys, TaskCompletionSource reached)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            keys.Enqueue(context.Request.Headers["Idempotency-Key"] ?? "");
            if (keys.Count == KillAt) reached.TrySetResult();
            try
            {
                context.Response.StatusCode = 200;
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The host that asked was killed.
            }
        }
    }
}
