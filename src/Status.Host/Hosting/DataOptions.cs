using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting;

/// <summary>Where the host keeps its files.</summary>
public sealed class DataOptions
{
    /// <summary>The configuration section, <c>Status:Data</c>.</summary>
    public const string SectionName = "Status:Data";

    /// <summary>
    /// The data folder (<c>--data</c>): the lock, the keys and the embedded PostgreSQL. Relative paths start at the current folder.
    /// </summary>
    /// <value>Default <c>.data</c>.</value>
    [Required]
    public string Folder { get; set; } = ".data";
}
