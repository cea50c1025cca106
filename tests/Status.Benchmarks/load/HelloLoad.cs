using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Status.Host.Hosting.Embedded;

namespace Status.Benchmarks.Load;

/// <summary>
/// HTTP endpoint → HTTP response on a whole host in each persistence mode, beside a bare Kestrel endpoint in the same run. Ten-second runs, three each; the answer is
/// compared and any other than 2xx fails the run. Before the stored modes the database gets the log files that it would have after its first hour: while it makes a new one every
/// commit waits, which is a matter of its first minutes and not of the engine.
/// </summary>
internal static class HelloLoad
{
    private const int Connections = 32;
    private const int Seconds = 10;
    private const int Runs = 3;

    public static async Task<int> RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("status-load-");
        using var bare = Start("dotnet", [typeof(HelloLoad).Assembly.Location, "bare", "http://127.0.0.1:5099"]);
        using var host = Start("dotnet", [HostAssembly(), "--urls", "http://127.0.0.1:5098", "--data", data.FullName]);
        try
        {
            using var client = new HttpClient();
            await WaitAsync(client, "http://127.0.0.1:5099/");
            await WaitAsync(client, "http://127.0.0.1:5098/health/ready");
            Console.WriteLine("| endpoint | mode | req/s min / median / max | p50 | p99 | host CPU µs/request | of bare |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            var baseline = await MeasureAsync(client, "bare Kestrel", "-", "http://127.0.0.1:5099/", bare, null);
            var ok = baseline > 0;
            foreach (var mode in (string[])["off", "durable", "journalled"])
            {
                var url = $"http://127.0.0.1:5098/workflows/load/hello-{mode}";
                if (mode != "off") await FillLogAsync(data.FullName, url);
                ok &= await MeasureAsync(client, "hello workflow", mode, url, host, baseline) > 0;
            }

            return ok ? 0 : 1;
        }
        finally
        {
            Stop(bare);
            Stop(host);
            data.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(HttpClient client, string name, string mode, string url, Process server, double? baseline)
    {
        var answer = await client.GetStringAsync(new Uri(url));
        if (answer != "ok") throw new InvalidOperationException($"{url} answered '{answer}', expected 'ok'.");
        await Wrk.RunAsync(url, Connections, 3);
        var results = new List<(Wrk Wrk, double Cpu)>();
        for (var i = 0; i < Runs; i++)
        {
            server.Refresh();
            var before = server.TotalProcessorTime;
            var run = await Wrk.RunAsync(url, Connections, Seconds);
            server.Refresh();
            if (run.Errors > 0) throw new InvalidOperationException($"{url}: {run.Errors} failed answers.");
            results.Add((run, (server.TotalProcessorTime - before).TotalMicroseconds / (run.RequestsPerSecond * Seconds)));
        }

        results.Sort((a, b) => a.Wrk.RequestsPerSecond.CompareTo(b.Wrk.RequestsPerSecond));
        var (median, cpu) = results[Runs / 2];
        var share = baseline is null ? "-" : (median.RequestsPerSecond / baseline.Value).ToString("P0", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {mode} | {results[0].Wrk.RequestsPerSecond:N0} / {median.RequestsPerSecond:N0} / {results[^1].Wrk.RequestsPerSecond:N0} | {median.P50} | {median.P99} | {cpu:N0} | {share} |"));
        return median.RequestsPerSecond;
    }

    private static async Task FillLogAsync(string data, string url)
    {
        await Wrk.RunAsync(url, Connections, Seconds);
        await using var dataSource = NpgsqlDataSource.Create(PostgresCluster.ConnectionStringOfRunning(data, new PostgresOptions())!);
        await using var command = dataSource.CreateCommand("checkpoint");
        await command.ExecuteNonQueryAsync();
    }

    private static string HostAssembly()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Status.sln")))
                return Path.Combine(folder.FullName, "src/Status.Host/bin/Release/net10.0/status-host.dll");
        throw new InvalidOperationException("Status.sln was not found above the benchmark's folder.");
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["STATUS__Postgres__Embedded"] = "true";
        start.Environment["STATUS_ADMIN_PASSWORD"] = "load-" + Guid.NewGuid().ToString("N");
        start.Environment["STATUS__Workflows__Folder"] = Path.Combine(AppContext.BaseDirectory, "load", "workflows");
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static async Task WaitAsync(HttpClient client, string url)
    {
        for (var i = 0; i < 600; i++)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(url));
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{url} did not answer within a minute.");
    }

    private static void Stop(Process process)
    {
        if (process.HasExited) return;
        // SIGTERM, so that the host stops its PostgreSQL.
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        if (!process.WaitForExit(TimeSpan.FromSeconds(30))) process.Kill(entireProcessTree: true);
    }
}
