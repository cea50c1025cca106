using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Expressions.JavaScript.Runtime;

namespace Status.Workflows.Expressions.JavaScript;

/// <summary>
/// A script of the JavaScript dialect, parsed and compiled once, evaluated any number of times and from any number of threads.
/// docs/javascript.md lists the dialect.
/// </summary>
public sealed class JavaScriptProgram
{
    private readonly ProgramCode _code;
    private Run? _idle;

    private JavaScriptProgram(string source, ProgramCode code)
    {
        Source = source;
        _code = code;
    }

    /// <summary>The text it was made from.</summary>
    public string Source { get; }

    /// <summary>Parses and compiles; <c>false</c> with every problem found, each with line and column. Never throws for any text.</summary>
    public static bool TryParse(
        string source,
        ScriptKind kind,
        [NotNullWhen(true)] out JavaScriptProgram? program,
        out IReadOnlyList<ScriptProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(source);
        var code = ProgramCompiler.Compile(source, kind, out problems);
        program = code is null ? null : new JavaScriptProgram(source, code);
        return program is not null;
    }

    /// <summary>Runs the program; the result is of the closed set (undefined is <c>null</c>). Throws <see cref="ScriptException"/>.</summary>
    public object? Evaluate(ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken = default)
    {
        var run = Begin(host, limits, cancellationToken);
        try
        {
            return run.ExportResult(run.Execute(_code));
        }
        finally
        {
            End(run);
        }
    }

    /// <summary>As <see cref="Evaluate"/>, the result taken as a condition by JavaScript's rules; allocates nothing by itself.</summary>
    public bool EvaluateBoolean(ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken = default)
    {
        var run = Begin(host, limits, cancellationToken);
        try
        {
            return Coerce.IsTruthy(run.Execute(_code));
        }
        finally
        {
            End(run);
        }
    }

    /// <summary>As <see cref="Evaluate"/>, the result taken as a number by JavaScript's rules; allocates nothing by itself.</summary>
    public double EvaluateNumber(ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken = default)
    {
        var run = Begin(host, limits, cancellationToken);
        try
        {
            return run.ResultAsNumber(run.Execute(_code));
        }
        finally
        {
            End(run);
        }
    }

    private Run Begin(ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(limits);
        var run = Interlocked.Exchange(ref _idle, null) ?? new Run(_code);
        run.Start(host, limits, cancellationToken);
        return run;
    }

    private void End(Run run)
    {
        // One idle run is kept: its frames and buffers serve the next evaluation; a second one at the same time makes its own.
        if (run.Finish()) _idle = run;
    }
}
