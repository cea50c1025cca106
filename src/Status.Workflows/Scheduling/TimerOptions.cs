using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Scheduling;

/// <summary>Settings of the timer loop.</summary>
public sealed class TimerOptions
{
    /// <summary>Where the settings stand in the configuration.</summary>
    public const string SectionName = "Status:Timers";

    /// <summary>A time missed by more than this is forgotten by schedules that skip; default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MisfireTolerance { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most missed times that one sweep makes up for one schedule (the rest follows in the next sweep); default 100.</summary>
    [Range(1, 10_000)]
    public int MaxMissed { get; set; } = 100;

    /// <summary>Most timers in one transaction; default 256.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// How long before their time the ticks of schedules are claimed, so that at their time nothing is left to do but to run them; zero claims each when it is due. Should the host die, they go back to their
    /// schedules when its lease ends. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Ahead { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest sleep when no timer is known: finds those of hosts that died before they fired them; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
