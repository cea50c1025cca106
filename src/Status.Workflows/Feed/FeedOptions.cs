using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Feed;

/// <summary>Settings of the feed and its followers.</summary>
public sealed class FeedOptions
{
    /// <summary>Where the settings stand in the configuration.</summary>
    public const string SectionName = "Status:Feed";

    /// <summary>How long a host tries to take a cursor that another host drives before it asks again; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan TakeOverInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause of a follower after the database could not be reached or a fact stopped it; doubles up to a minute; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many facts of no interest a follower passes over before it moves its cursor; default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int LazyFacts { get; set; } = 1000;

    /// <summary>How long a cursor may lag behind facts of no interest; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LazyTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Facts that every follower has passed are kept this long; default 90 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "3650.00:00:00")]
    public TimeSpan FactRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A stimulus that came before anybody waits for it waits this long for its bookmark; then it is set aside; default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan StimulusRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A repetition of an accepted stimulus or request is recognised this long; default 14 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "3650.00:00:00")]
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);
}
