using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>A thousand connections at once that only read.</summary>
internal static class ManyConnections
{
    private const int Connections = 1000;

    /// <summary>Prints a row for a workflow that stores nothing and one for the health of the host, which asks the database.</summary>
    public static async Task MeasureAsync(string host, FlowOptions options)
    {
        foreach (var (name, path) in ((string, string)[])[("F1, mode off", "/workflows/load/f1-off"), ("health with its query", "/health/ready")])
        {
            if (!options.Modes.Contains("off") && path.Contains("off", StringComparison.Ordinal)) continue;
            await Wrk.RunAsync(host + path, Connections, 3);
            var run = await Wrk.RunAsync(host + path, Connections, options.Seconds);
            if (run.Errors > 0) throw new InvalidOperationException($"{path}: {run.Errors} failed answers with {Connections} connections.");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Connections} connections | {name} | {run.RequestsPerSecond:N0} req/s | p50 {run.P50:N1} ms | p99 {run.P99:N1} ms | no errors |"));
        }
    }
}
