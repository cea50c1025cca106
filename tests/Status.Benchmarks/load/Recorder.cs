using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Status.Benchmarks.Load;

/// <summary>What the timers of F5 tell their ticks to: which timer, by its own clock when, and when it came here.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly ConcurrentQueue<Tick> _ticks = new();
    private readonly WebApplication _app;

    private Recorder(WebApplication app) => _app = app;

    /// <summary>One tick.</summary>
    /// <param name="Timer">The timer.</param>
    /// <param name="At">The run's own time in milliseconds since 1970.</param>
    /// <param name="Arrived">Arrival in milliseconds since 1970.</param>
    /// <param name="Key">The request's idempotency key, which names the run.</param>
    internal sealed record Tick(int Timer, long At, double Arrived, string Key);

    /// <summary>Starts one.</summary>
    public static async Task<Recorder> StartAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url);
        var recorder = new Recorder(app);
        app.MapGet("/tick", (HttpContext http) =>
        {
            var query = http.Request.Query;
            recorder._ticks.Enqueue(new Tick(
                int.Parse(query["id"].ToString(), CultureInfo.InvariantCulture),
                (long)double.Parse(query["ts"].ToString(), CultureInfo.InvariantCulture),
                (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds,
                http.Request.Headers["Idempotency-Key"].ToString()));
            return "";
        });
        await app.StartAsync();
        return recorder;
    }

    /// <summary>Takes what has come so far.</summary>
    public IReadOnlyList<Tick> Take()
    {
        var taken = new List<Tick>();
        while (_ticks.TryDequeue(out var tick)) taken.Add(tick);
        return taken;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
