using System.Diagnostics;
using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>Measures one address and prints its row.</summary>
internal static class LoadRow
{
    /// <summary>How long a row is warmed up: first with few connections, then with all.</summary>
    public static readonly int[] WarmUpSeconds = [2, 3];

    /// <summary>How long a system may take to work off what a run has left unanswered.</summary>
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(15);

    /// <summary>Head of the table.</summary>
    public const string Head = """
        | flow | system, mode | req/s min / median / max | p50 | p99 | CPU µs/request: system + PostgreSQL | of bare | × Node-RED | × n8n | memory: system + PostgreSQL | CPU of others |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>Warms up, checks the answer, runs wrk several times and checks the answer once more.</summary>
    /// <param name="client">Asks once before and after.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="system">System and mode.</param>
    /// <param name="url">Address.</param>
    /// <param name="process">The system's process.</param>
    /// <param name="withChildren">Whether its children are parts of it (else they are its database): another system, whose failed answers are counted in its row instead of ending everything.</param>
    /// <param name="bodies">Folder with the bodies.</param>
    /// <param name="options">Lengths.</param>
    /// <param name="bare">Rate of the bare endpoint; 0 when unknown.</param>
    /// <param name="nodeRed">Rate of Node-RED; 0 when unknown.</param>
    /// <param name="n8n">Rate of n8n; 0 when unknown.</param>
    /// <param name="warm">What is done between warm-up and runs.</param>
    /// <returns>The median rate.</returns>
    public static async Task<double> MeasureAsync(
        HttpClient client, Flow flow, string system, string url, int process, bool withChildren, string bodies, FlowOptions options, double bare = 0, double nodeRed = 0, double n8n = 0,
        Func<Task>? warm = null)
    {
        var body = flow.Body is null ? null : Path.Combine(bodies, flow.Key + ".body.json");
        await flow.CheckAsync(client, url);
        await Wrk.RunAsync(url, 8, Math.Min(WarmUpSeconds[0], options.Seconds), body);
        await Wrk.RunAsync(url, options.Connections, Math.Min(WarmUpSeconds[1], options.Seconds), body);
        if (warm is not null) await warm();
        long errors = 0;
        var results = new List<(Wrk Wrk, double Own, double Database, double Others)>();
        for (var i = 0; i < options.Runs; i++)
        {
            await SettleAsync(process);
            var tree = ProcessTree.Of(process);
            var own = withChildren ? tree : [process];
            var database = tree.Except(own).ToArray();
            var (cpu, databaseCpu, busy) = (ProcessTree.CpuSeconds(own), ProcessTree.CpuSeconds(database), ProcessTree.MachineBusySeconds());
            var run = await Wrk.RunAsync(url, options.Connections, options.Seconds, body);
            (cpu, databaseCpu, busy) = (ProcessTree.CpuSeconds(own) - cpu, ProcessTree.CpuSeconds(database) - databaseCpu, ProcessTree.MachineBusySeconds() - busy);
            errors += run.Errors;
            if (run.Errors > 0 && !withChildren) throw new InvalidOperationException($"{url}: {run.Errors} failed answers.");
            results.Add((run, cpu * 1e6 / run.Requests, databaseCpu * 1e6 / run.Requests, (busy - cpu - databaseCpu) / options.Seconds));
        }

        await SettleAsync(process);
        await flow.CheckAsync(client, url);
        results.Sort((a, b) => a.Wrk.RequestsPerSecond.CompareTo(b.Wrk.RequestsPerSecond));
        var (median, c, d, o) = results[results.Count / 2];
        var processes = ProcessTree.Of(process);
        var memory = withChildren
            ? string.Create(CultureInfo.InvariantCulture, $"{ProcessTree.ProportionalMegabytes(processes):N0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{ProcessTree.ResidentMegabytes(process):N0} + {ProcessTree.ProportionalMegabytes(processes.Where(p => p != process)):N0} MB");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {flow.Name} {flow.Title} | {system} | {results[0].Wrk.RequestsPerSecond:N0} / {median.RequestsPerSecond:N0} / {results[^1].Wrk.RequestsPerSecond:N0} | {median.P50:N2} ms | {median.P99:N1} ms | {c:N0} + {d:N0} | {Share(median.RequestsPerSecond, bare)} | {Times(median.RequestsPerSecond, nodeRed)} | {Times(median.RequestsPerSecond, n8n)} | {memory} | {o:P0}{(errors > 0 ? $", {errors} answers failed" : "")} |"));
        return median.RequestsPerSecond;
    }

    /// <summary>Waits until the system is idle: wrk leaves requests behind, which a slow one works off for seconds.</summary>
    private static async Task SettleAsync(int process)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            var before = ProcessTree.CpuSeconds(ProcessTree.Of(process));
            await Task.Delay(500);
            if (ProcessTree.CpuSeconds(ProcessTree.Of(process)) - before < 0.15) return;
        }
        while (clock.Elapsed < _settle);
    }

    private static string Share(double rate, double bare) => bare == 0 ? "-" : (rate / bare).ToString("P0", CultureInfo.InvariantCulture);

    private static string Times(double rate, double nodeRed) => nodeRed == 0 ? "-" : (rate / nodeRed).ToString("0.0", CultureInfo.InvariantCulture);
}
