using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Execution;

/// <summary>Settings of the engine.</summary>
public sealed class EngineOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Engine";

    /// <summary>Most runs that this host executes at the same time; default 32 per processor (most of them wait for other systems or for the database); 1 to 10,000.</summary>
    public int MaxParallelRuns { get; set; } = 32 * Environment.ProcessorCount;

    /// <summary>How long the worker waits before it looks for work without being woken; default 1 s; 10 ms to 5 min.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between tries while the database cannot be reached; default 30 s; 1 s to 1 h.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tests of one activity that may be under way at the same time, counting those that went past their time and do not end; default 8; 1 to 100.</summary>
    public int MaxActivityTests { get; set; } = 8;

    /// <summary>What one evaluation of a script may use.</summary>
    public ScriptLimits Scripts { get; set; } = new();

    /// <summary>How the flowcharts of a definition run that does not say it itself (<c>customProperties.Flowchart:ExecutionMode</c>); default <see cref="FlowchartMode.TokenBased"/>.</summary>
    public FlowchartMode FlowchartMode { get; set; } = FlowchartMode.TokenBased;

    /// <summary>Where WriteLine writes; standard output by default.</summary>
    public TextWriter? Output { get; set; }
}
