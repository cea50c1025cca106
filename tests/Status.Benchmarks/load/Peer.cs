using System.Diagnostics;
using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>Another system that runs the same flows, started and stopped by the scripts of the folder that <c>--peers</c> names.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Folder">The scripts.</param>
/// <param name="Start">Script and arguments that start it.</param>
/// <param name="PidName">Name of its pid file and for the stop script.</param>
/// <param name="BaseUrl">Where its flows are: f1 to f6 below it.</param>
internal sealed record Peer(string Name, string Folder, string[] Start, string PidName, string BaseUrl) : IAsyncDisposable
{
    /// <summary>Node-RED; it stores nothing.</summary>
    public static Peer NodeRed(string folder) => new("Node-RED", folder, ["start-nodered.sh"], "nodered", "http://127.0.0.1:18880");

    /// <summary>n8n as it comes: every execution's data is stored.</summary>
    public static Peer N8n(string folder) => new("n8n", folder, ["start-n8n.sh", "save"], "n8n", "http://127.0.0.1:15678/webhook");

    /// <summary>The root of its processes.</summary>
    public int ProcessId => int.Parse(File.ReadAllText(Path.Combine(Folder, "run", PidName + ".pid")), CultureInfo.InvariantCulture);

    /// <summary>Starts it; the script waits until it answers.</summary>
    public Task StartAsync() => RunAsync(Folder, Start);

    /// <summary>Runs one of the scripts and returns what it printed. The priority that they would give to themselves is switched off, since ours has none.</summary>
    public static async Task<string> RunAsync(string folder, params string[] command)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(folder, command[0]), .. command[1..]]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.Environment["NICE"] = "0";
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
