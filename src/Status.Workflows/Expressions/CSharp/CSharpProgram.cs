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

    /// <summary>How long code may take to answer to its token.</summary>
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(200);

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
    /// <param name="places">Where it finds room; its place is free again when the code has ended, also when that is after its time.</param>
    /// <param name="leftBehind">Hears of code that is given up although it has not ended, with what is to be called when it does.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A value of the closed set.</returns>
    /// <exception cref="ScriptException">It threw, its time is over, or there is no place for it.</exception>
    public object? Evaluate(CSharpGlobals globals, TimeSpan timeout, UnstoppableCode places, LeftBehind? leftBehind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(globals);
        ArgumentNullException.ThrowIfNull(places);
        if (!places.TryEnter(timeout, cancellationToken)) throw NoPlace(places);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(timeout);
        globals.Cancellation = time.Token;
        var work = Task.Factory.StartNew(() => _entry([globals, null]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            // The code gets a moment to answer to the token before it is given up.
            if (!work.Wait(timeout + _moment, cancellationToken)) throw OutOfTime(timeout);
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
        finally
        {
            // The same moment when it is the run that was cancelled.
            if (!work.IsCompleted && cancellationToken.IsCancellationRequested) ((IAsyncResult)work).AsyncWaitHandle.WaitOne(_moment);
            if (places.Leave(work, leftBehind?.Ended)) leftBehind?.Begun();
        }
    }

    /// <summary>Who hears of code that is given up although it has not ended.</summary>
    /// <param name="Begun">It is given up.</param>
    /// <param name="Ended">It has ended after all.</param>
    public sealed record LeftBehind(Action Begun, Action Ended);

    private static ScriptException NoPlace(UnstoppableCode places) => new(
        ScriptErrorKind.NoPlace,
        $"C# is refused on this host for now: {places.LeftBehind} of {places.Places} places (Status:CSharp:MaxThreads) are held by code that went past its time and does not end, the others are taken. The log names the activities; correct them (loops must look at Cancellation), then start the host again.");

    private static ScriptException OutOfTime(TimeSpan timeout) => new(ScriptErrorKind.TimeLimit, $"The C# code ran longer than {timeout.TotalMilliseconds:N0} ms.");

    private static ScriptProblem Problem(Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        return new ScriptProblem(start.Line + 1, start.Character + 1, $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
