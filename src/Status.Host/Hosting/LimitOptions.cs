using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting;

/// <summary>Limits on what comes from outside and on how long the host may take to go.</summary>
public sealed class LimitOptions
{
    /// <summary>The configuration section, <c>Status:Limits</c>.</summary>
    public const string SectionName = "Status:Limits";

    /// <summary>The largest request body in bytes; a larger one is answered with 413.</summary>
    /// <value>Default 16 MiB.</value>
    [Range(1024, 1L << 32)]
    public long RequestBodyBytes { get; set; } = 16 << 20;

    /// <summary>How long requests and bursts in progress may take to end after Ctrl-C or SIGTERM.</summary>
    /// <value>Default 20 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
