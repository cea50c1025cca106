using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Expressions.NodeJs;

/// <summary>Whether definitions may run full JavaScript in confined Node.js processes, and what such a process may use.</summary>
public sealed class NodeJsOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:NodeJs";

    /// <summary>Whether the activity Run Node.js is offered and run. It needs Linux, Node.js 20 or later, and <c>unshare</c> and <c>setpriv</c> of util-linux.</summary>
    /// <value>Default <c>false</c>.</value>
    public bool Enabled { get; set; }

    /// <summary>The program.</summary>
    /// <value>Default <c>node</c>, found on the PATH.</value>
    [Required]
    public string Program { get; set; } = "node";

    /// <summary>How long one evaluation may take before its process is killed.</summary>
    /// <value>Default 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for the script's objects in MiB; buffers beside them are bounded by the process's address space.</summary>
    /// <value>Default 64 MiB.</value>
    [Range(16, 4096)]
    public int MaxMemoryMiB { get; set; } = 64;

    /// <summary>Largest result as JSON, in bytes.</summary>
    /// <value>Default 4 MiB.</value>
    [Range(1024, 1 << 28)]
    public int MaxResultBytes { get; set; } = 4 << 20;

    /// <summary>Evaluations at the same time; as many processes are kept ready.</summary>
    /// <value>Default 2.</value>
    [Range(1, 64)]
    public int Workers { get; set; } = 2;
}
