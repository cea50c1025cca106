using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting.Embedded;

/// <summary>The embedded PostgreSQL. None of it matters when <c>ConnectionStrings:Status</c> names a server.</summary>
public sealed class PostgresOptions
{
    /// <summary>The configuration section, <c>Status:Postgres</c>.</summary>
    public const string SectionName = "Status:Postgres";

    /// <summary>
    /// Whether a PostgreSQL of the host's own is started when no connection string is given. In the environment <c>Production</c> it has
    /// to be chosen, so that a forgotten connection string does not become a database nobody backs up.
    /// </summary>
    /// <value>Default: yes, except in <c>Production</c>.</value>
    public bool? Embedded { get; set; }

    /// <summary>A folder with PostgreSQL's <c>bin</c>, <c>lib</c> and <c>share</c>, looked at before the npm package and Debian's packages.</summary>
    public string? Binaries { get; set; }

    /// <summary>The user that PostgreSQL runs as when the host runs as root. An existing cluster keeps its owner.</summary>
    /// <value>Default: <c>postgres</c> where that user exists, else <c>nobody</c>.</value>
    [RegularExpression("^[a-z_][a-z0-9_-]{0,31}$")]
    public string? User { get; set; }

    /// <summary>PostgreSQL's shared buffers in MiB.</summary>
    /// <value>Default 128.</value>
    [Range(16, 65536)]
    public int SharedBuffersMb { get; set; } = 128;

    /// <summary>PostgreSQL's connection limit; the host's pool takes ten fewer, for backups and tools beside it.</summary>
    /// <value>Default 100.</value>
    [Range(20, 1000)]
    public int MaxConnections { get; set; } = 100;

    /// <summary>How long PostgreSQL may take to accept connections, recovery after a crash included.</summary>
    /// <value>Default two minutes.</value>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
