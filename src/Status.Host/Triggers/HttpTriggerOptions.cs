using System.ComponentModel.DataAnnotations;

namespace Status.Host.Triggers;

/// <summary>Defaults of HTTP endpoints whose designer set none.</summary>
public sealed class HttpTriggerOptions
{
    /// <summary>The configuration section, <c>Status:HttpTriggers</c>.</summary>
    public const string SectionName = "Status:HttpTriggers";

    /// <summary>How long a caller is kept while the run waits; then the answer is 202 with the run's address.</summary>
    /// <value>Default 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest request body in bytes.</summary>
    /// <value>Default 4 MiB.</value>
    [Range(1024, 1 << 30)]
    public long RequestSizeLimit { get; set; } = 4 << 20;
}
