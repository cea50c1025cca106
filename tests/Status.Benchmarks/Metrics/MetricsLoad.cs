using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Status.Activities.Metrics;
using Status.Host.Api.Metrics;
using Status.Testing;
using Status.Workflows.Persistence.Postgres;

namespace Status.Benchmarks.Metrics;

/// <summary>
/// Ingestion over HTTP and the evaluation of an agreement, measured on one machine with client, server and database sharing its cores. The
/// database is the one of <c>STATUS_TEST_POSTGRES</c>; its durability settings are printed with the figures, since without fsync they mean little.
/// </summary>
internal static class MetricsLoad
{
    private const int BatchSize = 1_000;
    private const int Connections = 8;
    private const int Series = 200;
    private const int Seconds = 10;
    private const int Runs = 3;

    public static async Task<int> RunAsync()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionTuning.Tune(await (await PostgresServer.SharedAsync()).CreateMigratedAsync())) { MaxPoolSize = 40 };
        await using var dataSource = NpgsqlDataSource.Create(connectionString.ConnectionString);
        await PrintServerAsync(dataSource);
        await IngestAsync(connectionString.ConnectionString);
        await AgreementLoad.RunAsync(dataSource);
        return 0;
    }

    private static async Task PrintServerAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(
            "select version() || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit') || ', shared_buffers ' || current_setting('shared_buffers')");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {await command.ExecuteScalarAsync()}");
    }

    private static async Task IngestAsync(string connectionString)
    {
        await using var app = await StartAsync(connectionString);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var clock = new Clock();
        await SendAsync(address, clock, 3);
        Console.WriteLine($"ingestion: POST /api/v1/metrics, {BatchSize} samples a batch, {Series} series, {Connections} connections, {Seconds} s a run");
        for (var run = 0; run < Runs; run++)
        {
            var (samples, latencies, elapsed) = await SendAsync(address, clock, Seconds);
            latencies.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {samples / elapsed.TotalSeconds:N0} samples/s, batch p50 {latencies[latencies.Count / 2]:N1} ms, p99 {latencies[latencies.Count * 99 / 100]:N1} ms"));
        }
    }

    private static async Task<(long Samples, List<double> Latencies, TimeSpan Elapsed)> SendAsync(Uri address, Clock clock, int seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port);
            var body = new BatchBody(BatchSize, Series);
            var latencies = new List<double>();
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var request = body.Next(clock.Next(BatchSize / Series));
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(request);
                var answer = await BatchBody.ReadAnswerAsync(socket);
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                if (!answer.Contains($"\"accepted\":{BatchSize},\"duplicates\":0,\"rejected\":[]", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
            }

            return latencies;
        })));
        return (results.Sum(latencies => (long)latencies.Count) * BatchSize, [.. results.SelectMany(latencies => latencies)], Stopwatch.GetElapsedTime(started));
    }

    private static async Task<WebApplication> StartAsync(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddMetricsStore();
        // Signing in is measured with the HTTP workflows; here every caller may write.
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IAuthorizationHandler, AllowEverything>();
        var app = builder.Build();
        app.UseAuthorization();
        app.MapGroup("/api/v1").MapMetrics();
        await app.StartAsync();
        return app;
    }

    private sealed class AllowEverything : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            foreach (var requirement in context.PendingRequirements) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    /// <summary>Gives every batch its own times, so that no sample is sent twice.</summary>
    private sealed class Clock
    {
        private long _next = TimeProvider.System.GetUtcNow().AddDays(-3).ToUnixTimeMilliseconds();

        public long Next(int count) => Interlocked.Add(ref _next, count) - count;
    }
}
