using System.ComponentModel.DataAnnotations;

namespace Status.Activities.Metrics.Sampling;

/// <summary>How a host samples the machine it runs on. Section <c>Status:Sampling</c>.</summary>
public sealed class SamplingOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Status:Sampling";

    /// <summary>Whether this host samples its machine. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The time between two samples; ticks fall on its whole multiples since midnight UTC. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The value of the label <c>host</c>. Default: the machine's name.</summary>
    [MaxLength(200)]
    public string? HostName { get; set; }

    /// <summary>
    /// Addresses that are asked with GET at every tick, besides this host's own <c>/health/live</c>. What stands here is the operator's word:
    /// private addresses are allowed. Default none.
    /// </summary>
    public IList<Uri> Targets { get; } = [];

    /// <summary>How long one target may take before it counts as failed; no longer than <see cref="Interval"/>. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many samples wait in memory while PostgreSQL is away; beyond it the oldest go. Default 100,000 (about a day of ten series).</summary>
    [Range(100, 10_000_000)]
    public int BufferLimit { get; set; } = 100_000;
}
