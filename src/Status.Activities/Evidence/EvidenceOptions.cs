using System.ComponentModel.DataAnnotations;

namespace Status.Activities.Evidence;

/// <summary>How much evidence is taken in and how long bytes without an owner are kept.</summary>
public sealed class EvidenceOptions
{
    /// <summary>The configuration section, <c>Status:Evidence</c>.</summary>
    public const string SectionName = "Status:Evidence";

    /// <summary>The largest piece of evidence in bytes; larger content faults the activity that collects it.</summary>
    /// <value>Default 16 MiB.</value>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long an HTTP source may take, from the first byte sent to the last received.</summary>
    /// <value>Default 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HttpTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most samples one piece of metric evidence holds.</summary>
    /// <value>Default 50,000.</value>
    [Range(1, 1_000_000)]
    public int MaxSamples { get; set; } = 50_000;

    /// <summary>
    /// How long bytes that no item refers to are kept after they were last stored. Must outlast the longest run between collecting and storing;
    /// a run that is later still is refused, never left with a reference to nothing.
    /// </summary>
    /// <value>Default one day.</value>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan OrphanGrace { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often orphans are looked for.</summary>
    /// <value>Default one hour.</value>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(1);
}
