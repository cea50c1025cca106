using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Expressions.CSharp;

/// <summary>Whether definitions may hold C#. It is not sandboxed: it may do whatever the host's process may.</summary>
public sealed class CSharpOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:CSharp";

    /// <summary>Whether C# expressions and RunCSharp are offered, published and run.</summary>
    /// <value>Default <c>false</c>.</value>
    public bool Enabled { get; set; }

    /// <summary>How long one evaluation may take. Past it the activity faults; code that does not look at <c>Cancellation</c> goes on in the background, since .NET cannot stop a thread.</summary>
    /// <value>Default 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Evaluations that may be under way at the same time, counting those that went past their time and do not end. When all are of that kind, C# is refused on this host until one ends or the host is
    /// started again; everything else goes on.
    /// </summary>
    /// <value>Default 16.</value>
    [Range(1, 1000)]
    public int MaxThreads { get; set; } = 16;
}
