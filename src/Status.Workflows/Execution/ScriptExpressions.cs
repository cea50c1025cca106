using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>Compiles script expressions and evaluates them for an execution.</summary>
internal static class ScriptExpressions
{
    public static CompiledExpression? Compile(Expression expression, string path, string activityId, ProblemList problems)
    {
        var source = expression.Source;
        if (string.IsNullOrWhiteSpace(source)) return new CompiledExpression(null, null);
        if (JavaScriptProgram.TryParse(source, ScriptKind.Expression, out var program, out var found))
            return new CompiledExpression(null, execution => Evaluate(program, execution)) { Script = program };
        foreach (var problem in found) problems.Error($"{path}.value", $"Line {problem.Line}, column {problem.Column}: {problem.Message}", activityId);
        return null;
    }

    public static object? Evaluate(JavaScriptProgram program, NodeExecution execution)
    {
        var run = execution.Run;
        return program.Evaluate(HostFor(execution), run.Environment.Scripts, run.CancellationToken);
    }

    public static bool EvaluateBoolean(JavaScriptProgram program, NodeExecution execution)
    {
        var run = execution.Run;
        return program.EvaluateBoolean(HostFor(execution), run.Environment.Scripts, run.CancellationToken);
    }

    /// <summary>The run's script host, set to an execution.</summary>
    public static EngineScriptHost HostFor(NodeExecution execution)
    {
        var host = execution.Run.ScriptHost;
        host.Execution = execution;
        host.Outcomes = null;
        return host;
    }
}
