using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Feed.Outbox;

/// <summary>Settings of the outbox.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Where the settings stand in the configuration.</summary>
    public const string SectionName = "Status:Deliveries";

    /// <summary>Attempts after which a delivery is given up; default 12 (with the other defaults about a day).</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 12;

    /// <summary>Longest duration of an attempt; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Pause after the first failure; doubles with each one; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause, also when the receiver asks for a longer one; default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Deliveries that this host sends at the same time; default 16.</summary>
    [Range(1, 1000)]
    public int Parallel { get; set; } = 16;

    /// <summary>Longest sleep when no delivery is known; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
