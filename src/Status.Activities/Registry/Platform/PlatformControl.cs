using System.Globalization;
using System.Text.Json.Nodes;

namespace Status.Activities.Registry.Platform;

/// <summary>A control that ships: one metric of this machine, judged every minute by the workflow <c>control-metric</c>.</summary>
internal sealed record PlatformControl(string Name, string Description, string Series, string Aggregate, int Scale, int LookbackMinutes, string Sign, decimal Bound)
{
    /// <summary>The shipped controls, with the thresholds of the shipped agreement.</summary>
    public static IReadOnlyList<PlatformControl> All(PlatformOptions options) =>
    [
        new("Availability", "The probed addresses answer", "probe.success", "ratio", 100, 60, ">=", options.AvailabilityMinimum),
        new("Latency", "The probed addresses answer quickly", "probe.latency.ms", "p95", 1, 5, "<=", options.LatencyP95Maximum),
        new("CPU", "The machine has processor time to spare", "host.cpu.percent", "avg", 1, 5, "<=", options.CpuMaximum),
        new("Memory", "The machine has memory to spare", "host.memory.percent", "avg", 1, 5, "<=", options.MemoryMaximum),
        new("Disk", "The machine has disk space to spare", "host.disk.percent", "max", 1, 5, "<=", options.DiskMaximum),
    ];

    /// <summary>The control's parameters. The threshold is upstream's: the share of observations that must pass, in percent.</summary>
    public string Parameters() => new JsonObject
    {
        ["endpoint"] = "/control-metric",
        ["threshold"] = 100,
        ["series"] = Series,
        ["aggregate"] = Aggregate,
        ["scale"] = Scale,
        ["lookbackMinutes"] = LookbackMinutes,
        ["condition"] = string.Create(CultureInfo.InvariantCulture, $"{Sign} {Bound}"),
    }.ToJsonString();
}
