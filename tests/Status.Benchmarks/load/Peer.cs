using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Status.Benchmarks.Load;

/// <summary>Another system that runs the same flows, started and stopped by the scripts of the folder that <c>--peers</c> names.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Folder">The scripts.</param>
/// <param name="Start">Script and arguments that start it.</param>
/// <param name="PidName">Name of its pid file and for the stop script.</param>
/// <param name="BaseUrl">Where its flows are: f1 to f6 below it.</param>
internal sealed record Peer(string Name, string Folder, string[] Start, string PidName, string BaseUrl) : IAsyncDisposable
{
    /// <summary>Node-RED in the table.</summary>
    public const string NodeRedName = "Node-RED";

    /// <summary>n8n in the table.</summary>
    public const string N8nName = "n8n";

    private static readonly TimeSpan _start = TimeSpan.FromMinutes(2);

    /// <summary>Node-RED; it stores nothing.</summary>
    public static Peer NodeRed(string folder) => new(NodeRedName, folder, ["start-nodered.sh"], "nodered", "http://127.0.0.1:18880");

    /// <summary>n8n as it comes: every execution's data is stored.</summary>
    public static Peer N8n(string folder) => new(N8nName, folder, ["start-n8n.sh", "save"], "n8n", "http://127.0.0.1:15678/webhook");

    /// <summary>The root of its processes.</summary>
    public int ProcessId => int.Parse(File.ReadAllText(Path.Combine(Folder, "run", PidName + ".pid")), CultureInfo.InvariantCulture);

    /// <summary>The address of a flow.</summary>
    public string Url(Flow flow) => $"{BaseUrl}/{flow.Key}";

    /// <summary>Starts it and waits until it answers each flow as expected: n8n says 200 and then 404 for a while before its flows are there.</summary>
    /// <exception cref="InvalidOperationException">A flow is answered otherwise for two minutes.</exception>
    public async Task StartAsync(HttpClient client, IEnumerable<Flow> flows)
    {
        await RunAsync(Folder, Start);
        var clock = Stopwatch.StartNew();
        foreach (var flow in flows)
            for (var ready = false; !ready;)
                try
                {
                    await flow.CheckAsync(client, Url(flow));
                    ready = true;
                }
                catch (Exception exception) when (exception is (InvalidOperationException or HttpRequestException or JsonException) && clock.Elapsed < _start)
                {
                    await Task.Delay(500);
                }
    }

    /// <summary>Prints what F5 looks like there, for those whose timers were made (<c>gen/</c> of the folder).</summary>
    public static async Task TimersAsync(string folder, bool withN8n, int seconds)
    {
        var length = seconds.ToString(CultureInfo.InvariantCulture);
        if (File.Exists(Path.Combine(folder, "nodered", "sched-cron.json"))) Console.WriteLine($"F5 of Node-RED: {await RunAsync(folder, "sched.sh", "nodered", length)}");
        if (withN8n && Directory.Exists(Path.Combine(folder, "n8n", "sched"))) Console.WriteLine($"F5 of n8n: {await RunAsync(folder, "sched.sh", "n8n-save", length)}");
    }

    /// <summary>Runs one of the scripts and returns what it printed. The priority that they would give to themselves is switched off, since ours has none.</summary>
    public static async Task<string> RunAsync(string folder, params string[] command)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(folder, command[0]), .. command[1..]]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.Environment["NICE"] = "0";
        // n8n's command publishes one flow per start of ten seconds; the scripts can write the same rows at once.
        start.Environment["FASTPUB"] = "1";
        // Its servers inherit the pipe, so the end of the script is waited for and not the end of its output.
        using var process = Process.Start(start)!;
        var output = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            lock (output) output.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        while (!process.HasExited) await Task.Delay(50);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {output}");
        await Task.Delay(100);
        lock (output) return output.ToString().Trim();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await RunAsync(Folder, "stop.sh", PidName);
}
