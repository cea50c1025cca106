using System.Text.Json.Nodes;

namespace Status.Activities.Registry.Platform;

/// <summary>The thresholds of the agreement about the platform itself; they apply as long as nobody edited that agreement.</summary>
public sealed class PlatformOptions
{
    /// <summary>The configuration section: <c>STATUS__Platform__…</c>.</summary>
    public const string SectionName = "Status:Platform";

    /// <summary>Least share of successful probes, in percent; 99 by default.</summary>
    public decimal AvailabilityMinimum { get; set; } = 99;

    /// <summary>Most 95th percentile of probe latency, in milliseconds; 500 by default.</summary>
    public decimal LatencyP95Maximum { get; set; } = 500;

    /// <summary>Most processor use, in percent; 90 by default.</summary>
    public decimal CpuMaximum { get; set; } = 90;

    /// <summary>Most memory use, in percent; 85 by default.</summary>
    public decimal MemoryMaximum { get; set; } = 85;

    /// <summary>Most disk use, in percent; 90 by default.</summary>
    public decimal DiskMaximum { get; set; } = 90;

    /// <summary>Writes the thresholds over the parameters of the shipped agreement.</summary>
    internal void Apply(JsonNode agreement)
    {
        var parameters = agreement["context"]!["definitions"]!["parameters"]!;
        parameters["AVAILABILITY_MIN"] = AvailabilityMinimum;
        parameters["LATENCY_P95_MAX"] = LatencyP95Maximum;
        parameters["CPU_MAX"] = CpuMaximum;
        parameters["MEMORY_MAX"] = MemoryMaximum;
        parameters["DISK_MAX"] = DiskMaximum;
    }
}
