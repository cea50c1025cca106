using System.ComponentModel.DataAnnotations;

namespace Status.Activities.Grafana;

/// <summary>The Grafana that workflows ask and write to.</summary>
public sealed class GrafanaOptions
{
    /// <summary>The configuration section, <c>Status:Grafana</c>.</summary>
    public const string SectionName = "Status:Grafana";

    /// <summary>Address of Grafana, e.g. <c>http://grafana:3000</c>; empty switches the activities off (they answer with the outcome Failed).</summary>
    public Uri? Url { get; set; }

    /// <summary>A service account's token. Never shown.</summary>
    public string? Token { get; set; }

    /// <summary>How long a call may take, answer included.</summary>
    /// <value>Default 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest answer in bytes.</summary>
    /// <value>Default 8 MiB.</value>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most rows of one query.</summary>
    /// <value>Default 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxRows { get; set; } = 10_000;
}
