using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Execution;

/// <summary>Settings of the host's lease.</summary>
public sealed class HostLeaseOptions
{
    /// <summary>Where the settings stand in the configuration.</summary>
    public const string SectionName = "Status:Hosts";

    /// <summary>A host that was not heard of for this long is dead, and others go on with its runs; it is renewed three times as often. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);
}
