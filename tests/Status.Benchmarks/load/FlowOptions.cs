using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>What the <c>flows</c> command was asked to measure.</summary>
internal sealed class FlowOptions
{
    /// <summary>Flows, by name.</summary>
    public string[] Flows { get; private init; } = ["F1", "F2", "F3", "F4", "F5", "F6"];

    /// <summary>Persistence modes.</summary>
    public string[] Modes { get; private init; } = ["off", "durable", "journalled"];

    /// <summary>Length of a run in seconds.</summary>
    public int Seconds { get; private init; } = 10;

    /// <summary>Runs of each row.</summary>
    public int Runs { get; private init; } = 3;

    /// <summary>Connections of wrk.</summary>
    public int Connections { get; private init; } = 32;

    /// <summary>A writable folder with the scripts that start the other systems; <c>null</c> to measure ours alone.</summary>
    public string? Peers { get; private init; }

    /// <summary>Whether n8n is measured as well, when <see cref="Peers"/> is given.</summary>
    public bool N8n { get; private init; }

    /// <summary>Whether to leave out what is no flow: start-up time, many connections.</summary>
    public bool FlowsOnly { get; private init; }

    /// <summary>A published host to measure; <c>null</c> to publish this working copy first.</summary>
    public string? Host { get; private init; }

    /// <summary>How long the whole will take: two warm-ups and the runs of each row, and what stands beside the rows.</summary>
    public TimeSpan Estimate()
    {
        var flows = Flow.All.Count(f => Flows.Contains(f.Name));
        var rows = 1 + flows * (Modes.Length + (Peers is null ? 0 : N8n ? 2 : 1));
        var row = LoadRow.WarmUpSeconds.Sum(s => Math.Min(s, Seconds)) + Runs * (Seconds + 0.7) + 0.5;
        // Stored rows make log files first; n8n works off what wrk has left; thousand connections and starts; timers of each system with the time until they are armed.
        var beside = flows * Modes.Count(m => m != "off") * 2 + (Peers is null ? 0 : N8n ? 100 : 10) + (FlowsOnly ? 0 : 15 + 2 * Seconds);
        var timers = Flows.Contains("F5") ? (Seconds + 12) * (Peers is null ? 1 : N8n ? 4 : 2) : 0;
        return TimeSpan.FromSeconds(rows * row + beside + timers);
    }

    /// <summary>Reads the arguments; the peers' folder may come from <c>STATUS_LOAD_PEERS</c>.</summary>
    /// <exception cref="ArgumentException">One is not understood.</exception>
    public static FlowOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--n8n" or "--flows-only") values[args[i]] = "";
            else if (args[i] is "--peers" or "--flows" or "--modes" or "--seconds" or "--runs" or "--connections" or "--host" && i + 1 < args.Length) values[args[i]] = args[++i];
            else throw new ArgumentException($"'{args[i]}' is not understood; use --peers DIR, --n8n, --flows F1,F2, --modes off,durable,journalled, --seconds 10, --runs 3, --connections 32, --host DIR, --flows-only.", nameof(args));
        }

        string[] List(string name, string[] otherwise) => values.TryGetValue(name, out var text) ? text.Split(',') : otherwise;
        int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var normal = new FlowOptions();
        return new FlowOptions
        {
            Flows = [.. List("--flows", normal.Flows).Select(f => f.ToUpperInvariant())],
            Modes = List("--modes", normal.Modes),
            Seconds = Number("--seconds", normal.Seconds),
            Runs = Number("--runs", normal.Runs),
            Connections = Number("--connections", normal.Connections),
            Peers = values.TryGetValue("--peers", out var peers) ? peers : Environment.GetEnvironmentVariable("STATUS_LOAD_PEERS"),
            N8n = values.ContainsKey("--n8n"),
            FlowsOnly = values.ContainsKey("--flows-only"),
            Host = values.GetValueOrDefault("--host"),
        };
    }
}
