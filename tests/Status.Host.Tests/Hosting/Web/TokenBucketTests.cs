using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Host.Hosting.Web.Limits;
using Status.Testing;

namespace Status.Host.Tests.Hosting.Web;

/// <summary>Limits: of one host, and of several that count through a real Redis.</summary>
public sealed class TokenBucketTests
{
    [Fact]
    public async Task Take_MoreThanTheBucketHolds_WaitsForTheRefill()
    {
        var clock = new TestTimeProvider(DateTimeOffset.UnixEpoch);
        var buckets = new MemoryBuckets(clock);
        var bucket = new Bucket(3, 2);
        for (var i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await buckets.TakeAsync("a", bucket));
        Assert.Equal(TimeSpan.FromSeconds(0.5), await buckets.TakeAsync("a", bucket));
        Assert.Equal(TimeSpan.Zero, await buckets.TakeAsync("b", bucket));

        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(TimeSpan.Zero, await buckets.TakeAsync("a", bucket));
        Assert.NotEqual(TimeSpan.Zero, await buckets.TakeAsync("a", bucket));
        clock.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await buckets.TakeAsync("a", bucket));
        Assert.NotEqual(TimeSpan.Zero, await buckets.TakeAsync("a", bucket));
    }

    [Fact]
    public async Task Take_AFloodOfKeys_StaysWithinBounds()
    {
        var buckets = new MemoryBuckets(new TestTimeProvider(DateTimeOffset.UnixEpoch));
        var bucket = new Bucket(2, 1);
        await buckets.TakeAsync("watched", bucket);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 300_000; i++) await buckets.TakeAsync($"address:{i}", bucket);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 40_000_000);
    }

    [Fact]
    public async Task Take_TwoHostsOnOneRedis_ShareTheBucketAndGoOnWithoutIt()
    {
        using var redis = RedisServer.Start();
        using var log = new ListLogger();
        var options = Options.Create(new RedisOptions { Connection = $"127.0.0.1:{redis.Port}" });
        using var one = new RedisBuckets(options, new MemoryBuckets(TimeProvider.System), TimeProvider.System, log);
        using var other = new RedisBuckets(options, new MemoryBuckets(TimeProvider.System), TimeProvider.System, log);
        // So slow a refill that the machine's speed does not matter.
        var bucket = new Bucket(10, 0.001);
        var granted = 0;
        foreach (var wait in await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).TakeAsync("shared", bucket).AsTask())))
        {
            if (wait == TimeSpan.Zero) granted++;
            else Assert.InRange(wait.TotalSeconds, 1, 1000);
        }

        Assert.Equal(10, granted);
        Assert.Empty(log.Lines);

        redis.Stop();
        // Each host by itself now, and it says so once.
        for (var i = 0; i < 10; i++) Assert.Equal(TimeSpan.Zero, await one.TakeAsync("alone", bucket));
        Assert.NotEqual(TimeSpan.Zero, await one.TakeAsync("alone", bucket));
        Assert.Single(log.Lines);
    }

    private sealed class ListLogger : ILogger<RedisBuckets>, IDisposable
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(formatter(state, exception));
        }

        public void Dispose() => Lines.Clear();
    }

    /// <summary>Debian's redis-server on a free port, with nothing kept on disk.</summary>
    private sealed class RedisServer : IDisposable
    {
        private readonly Process _process;

        private RedisServer(Process process, int port) => (_process, Port) = (process, port);

        public int Port { get; }

        public static RedisServer Start()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var start = new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true };
            var process = Process.Start(start)!;
            var ready = new TaskCompletionSource();
            process.OutputDataReceived += (_, line) =>
            {
                if (line.Data?.Contains("Ready to accept connections", StringComparison.OrdinalIgnoreCase) == true) ready.TrySetResult();
            };
            process.BeginOutputReadLine();
            Assert.True(ready.Task.Wait(TimeSpan.FromSeconds(30)), "redis-server was not ready in time.");
            return new RedisServer(process, port);
        }

        public void Stop()
        {
            if (_process.HasExited) return;
            _process.Kill();
            _process.WaitForExit();
        }

        public void Dispose()
        {
            Stop();
            _process.Dispose();
        }
    }
}
