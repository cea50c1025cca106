using System.ComponentModel.DataAnnotations;

namespace Status.Activities.Metrics;

/// <summary>How much the metrics store takes in and how long it keeps it. Section <c>Status:Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Status:Metrics";

    /// <summary>How long samples are kept, in whole days of their UTC day. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How far ahead of the host's clock a sample may be. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FutureTolerance { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many days of partitions are made ahead. Default 3.</summary>
    [Range(1, 60)]
    public int PartitionDaysAhead { get; set; } = 3;

    /// <summary>The most samples of one request. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int BatchLimit { get; set; } = 10_000;

    /// <summary>The largest request body in bytes. Default 8 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int BodyLimit { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most labels of one series. Default 16.</summary>
    [Range(0, 256)]
    public int LabelLimit { get; set; } = 16;

    /// <summary>The longest label value in characters. Default 256.</summary>
    [Range(1, 4096)]
    public int LabelValueLength { get; set; } = 256;

    /// <summary>The most series in the store; samples that would open one more are reported. Default 100,000.</summary>
    [Range(1, 100_000_000)]
    public int SeriesLimit { get; set; } = 100_000;

    /// <summary>The most series with one value of the label <c>host</c>, so that one sender cannot use up the store's. Default 10,000.</summary>
    [Range(1, 100_000_000)]
    public int SeriesPerHostLimit { get; set; } = 10_000;

    /// <summary>How many requests may wait for the writer; further ones wait to be taken in. Default 256.</summary>
    [Range(1, 65_536)]
    public int QueueLimit { get; set; } = 256;

    /// <summary>The most samples written in one transaction, shared by waiting requests. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int GroupLimit { get; set; } = 20_000;

    /// <summary>The folder that keeps samples while the database cannot be reached. Default: <c>spool</c> in the host's data folder; without a host none.</summary>
    public string? SpoolFolder { get; set; }

    /// <summary>The most bytes that are kept there; samples beyond are refused with 503. 0 keeps nothing. Default 256 MiB.</summary>
    [Range(0, 1L << 40)]
    public long SpoolLimit { get; set; } = 256 << 20;

    /// <summary>The most points a chart query answers with. Default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int PointLimit { get; set; } = 5_000;
}
