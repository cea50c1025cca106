using System.Text.Json;
using Status.Workflows.Expressions;
using Status.Workflows.Expressions.CSharp;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>C# of definitions: compiled with the plan, evaluated for an execution.</summary>
internal static class CSharpExpressions
{
    public static CompiledExpression? Compile(Expression expression, string path, string activityId, ProblemList problems, LanguageSettings languages)
    {
        var source = expression.Source;
        if (string.IsNullOrWhiteSpace(source)) return new CompiledExpression(null, null);
        if (Compile(source, languages, out var program, out var found)) return new CompiledExpression(null, execution => Evaluate(program!, execution, languages, out _));
        foreach (var problem in found) problems.Error($"{path}.value", problem, activityId);
        return null;
    }

    public static bool Compile(string source, LanguageSettings languages, out CSharpProgram? program, out IReadOnlyList<string> problems)
    {
        program = null;
        problems = [languages.CSharpRefusal ?? ""];
        if (languages.CSharpRefusal is not null) return false;
        var isCompiled = CSharpProgram.TryCompile(source, out program, out var found);
        problems = [.. found.Select(p => $"Line {p.Line}, column {p.Column}: {p.Message}")];
        return isCompiled;
    }

    public static object? Evaluate(CSharpProgram program, NodeExecution execution, LanguageSettings languages, out string[]? outcomes)
    {
        var globals = new Globals(execution);
        try
        {
            var result = program.Evaluate(globals, languages.CSharpTimeout, languages.CSharpPlaces, Watch(execution, languages.CSharpPlaces), execution.Run.CancellationToken);
            outcomes = globals.Outcomes;
            return result;
        }
        finally
        {
            globals.Close();
        }
    }

    private static CSharpProgram.LeftBehind Watch(NodeExecution execution, UnstoppableCode places)
    {
        var (logger, run, definition, activity) = (execution.Run.Environment.Logger, execution.Run.InstanceId, execution.Run.Plan.Definition.DefinitionId, execution.Node.Id);
        return new CSharpProgram.LeftBehind(
            () => EngineLog.CodeLeftBehind(logger, run, definition, activity, places.LeftBehind, places.Places),
            () => EngineLog.CodeEnded(logger, run, definition, activity));
    }

    /// <summary>Whether an activity holds C#: it is RunCSharp, or one of its expressions is of this type.</summary>
    public static bool Uses(ActivityDefinition activity) => activity.Type == "Elsa.RunCSharp" || activity.Raw.ValueKind == JsonValueKind.Object && activity.Raw.EnumerateObject().Any(p => Holds(p.Value, 0));

    private static bool Holds(JsonElement json, int depth) => depth < 64 && json.ValueKind switch
    {
        JsonValueKind.Object => (json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals(LanguageSettings.CSharpName) && json.TryGetProperty("value", out _))
            || json.EnumerateObject().Any(p => Holds(p.Value, depth + 1)),
        JsonValueKind.Array => json.EnumerateArray().Any(item => Holds(item, depth + 1)),
        _ => false,
    };

    private sealed class Globals(NodeExecution execution) : CSharpGlobals
    {
        private volatile bool _isClosed;

        public string[]? Outcomes { get; private set; }

        public override string WorkflowInstanceId => Open.Run.InstanceId;

        public override string? CorrelationId => Open.Run.CorrelationId;

        public override object? LastResult => Open.Run.LastResult;

        private NodeExecution Open => _isClosed ? throw new InvalidOperationException("The time of this evaluation is over.") : execution;

        public void Close() => _isClosed = true;

        public override object? GetVariable(string name) => Open.GetVariable(name);

        public override void SetVariable(string name, object? value) => Open.SetVariable(name, Expressions.ValueConverter.Normalize(value));

        public override object? GetInput(string name) => Open.GetInput(name);

        public override object? GetOutputFrom(string activity, string output = "Result") => EngineScriptHost.OutputFrom(Open, activity, output);

        public override void SetOutcomes(params string[] names)
        {
            _ = Open;
            Outcomes = names;
        }
    }
}
