using System.ComponentModel.DataAnnotations;

namespace Status.Host.Triggers.Admission;

/// <summary>How much work this host takes in before it says no.</summary>
public sealed class AdmissionOptions
{
    /// <summary>The configuration section, <c>Status:Admission</c>.</summary>
    public const string SectionName = "Status:Admission";

    /// <summary>Most requests to workflows that are answered at the same time, those that wait for their run included; the next one gets 503.</summary>
    /// <value>Default 4,096.</value>
    [Range(1, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 4096;

    /// <summary>Most accepted work that waits to be begun; past it nothing new is accepted and the answer is 503. Counted every five seconds.</summary>
    /// <value>Default 100,000.</value>
    [Range(1, 100_000_000)]
    public long MaxReadyWork { get; set; } = 100_000;

    /// <summary>What <c>Retry-After</c> says.</summary>
    /// <value>Default 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
