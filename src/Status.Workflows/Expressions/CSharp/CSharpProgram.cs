using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.CSharp;

/// <summary>
/// C# of a definition, compiled once into an assembly that is unloaded when the last plan that holds it is gone. It is not sandboxed; who may publish it is decided by a permission.
/// </summary>
public sealed class CSharpProgram
{
    private static readonly ScriptOptions _options = ScriptOptions.Default
        .WithReferences(typeof(object).Assembly, typeof(Enumerable).Assembly, typeof(DataObject).Assembly, typeof(System.Text.Json.JsonDocument).Assembly, typeof(List<>).Assembly,
            typeof(System.Text.RegularExpressions.Regex).Assembly, Assembly.Load("System.Runtime"), Assembly.Load("System.Collections"))
        .WithImports("System", "System.Collections.Generic", "System.Linq", "System.Text", "System.Text.Json", "System.Threading.Tasks", "Status.Workflows.Model.Data")
        .WithAllowUnsafe(false)
        .WithOptimizationLevel(OptimizationLevel.Release);

    private readonly Func<object?[], Task<object>> _entry;

    private CSharpProgram(Func<object?[], Task<object>> entry) => _entry = entry;

    /// <summary>Compiles; <c>false</c> with every error and its place.</summary>
    /// <param name="source">Statements or one expression; the last expression or <c>return</c> gives the result.</param>
    /// <param name="program">The program.</param>
    /// <param name="problems">What is wrong.</param>
    public static bool TryCompile(string source, [NotNullWhen(true)] out CSharpProgram? program, out IReadOnlyList<ScriptProblem> problems)
    {
        program = null;
        var compilation = CSharpScript.Create<object>(source, _options, typeof(CSharpGlobals)).GetCompilation();
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        problems = [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Problem)];
        if (!result.Success) return false;
        image.Position = 0;
        // Collectible: nobody but the delegate below holds it, so it goes with the plan.
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var type = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
        program = new CSharpProgram(type.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.CreateDelegate<Func<object?[], Task<object>>>());
        return true;
    }

    /// <summary>Runs the program on a thread of its own.</summary>
    /// <param name="globals">What it sees; closed when the time is over, so that code that goes on can change nothing.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A value of the closed set.</returns>
    /// <exception cref="ScriptException">It threw, or its time is over.</exception>
    public object? Evaluate(CSharpGlobals globals, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(globals);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(timeout);
        globals.Cancellation = time.Token;
        var work = Task.Factory.StartNew(() => _entry([globals, null]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            // The code gets a moment to answer to the token before it is given up.
            if (!work.Wait(timeout + TimeSpan.FromMilliseconds(200), cancellationToken)) throw OutOfTime(timeout);
            return ValueConverter.Normalize(work.Result);
        }
        catch (AggregateException error) when (error.InnerException is OperationCanceledException && time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw OutOfTime(timeout);
        }
        catch (AggregateException error)
        {
            throw new ScriptException(ScriptErrorKind.Thrown, $"{error.InnerException!.GetType().Name}: {error.InnerException.Message}", innerException: error.InnerException);
        }
    }

    private static ScriptException OutOfTime(TimeSpan timeout) => new(ScriptErrorKind.TimeLimit, $"The C# code ran longer than {timeout.TotalMilliseconds:N0} ms.");

    private static ScriptProblem Problem(Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        return new ScriptProblem(start.Line + 1, start.Character + 1, $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
