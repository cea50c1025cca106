namespace Status.Workflows.Expressions.JavaScript;

/// <summary>What one evaluation may use before it ends with a <see cref="ScriptException"/>. Immutable; share one instance.</summary>
public sealed record ScriptLimits
{
    /// <summary>The defaults below.</summary>
    public static ScriptLimits Default { get; } = new();

    /// <summary>Steps: loop rounds, calls, and elements or characters that library functions touch. Default 10,000,000; the configuration allows 1,000 to 10,000,000,000.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>Wall time by the host's clock, looked at every thousand steps; patterns (regular expressions) spend from it too. Default 2 seconds; the configuration allows 10 ms to 5 min.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of strings, arrays, objects and functions made during the evaluation, counted when made, never given back. Default 64 MiB; the configuration allows 64 KiB to 4 GiB.</summary>
    public long MaxAllocation { get; init; } = 64L * 1024 * 1024;

    /// <summary>Nested calls, and nesting of data in JSON and cloning. Default 256; the configuration allows 16 to 2,000.</summary>
    public int MaxDepth { get; init; } = 256;
}
