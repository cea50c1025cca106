using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>Shortcuts for evaluating a source in a fixed world.</summary>
internal static class Scripts
{
    private static readonly JavaScriptProgram _stringify = Parse("JSON.stringify(value)");

    public static ScriptHost Host { get; } = new(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById(NodeJs.Zone), () => 0.25, () => Guid.Empty);

    public static JavaScriptProgram Parse(string source, ScriptKind kind = ScriptKind.Expression) =>
        JavaScriptProgram.TryParse(source, kind, out var program, out var problems) ? program : throw new InvalidOperationException($"{source}: {string.Join("; ", problems)}");

    public static IReadOnlyList<ScriptProblem> Problems(string source)
    {
        JavaScriptProgram.TryParse(source, ScriptKind.Expression, out _, out var problems);
        return problems;
    }

    public static object? Evaluate(string source, ScriptLimits? limits = null, ScriptHost? host = null) => Parse(source).Evaluate(host ?? Host, limits ?? ScriptLimits.Default);

    /// <summary>The JSON of the result, or "throws" and the error's name, as <see cref="NodeJs"/> says it.</summary>
    public static string Outcome(string source)
    {
        if (!JavaScriptProgram.TryParse(source, ScriptKind.Expression, out var program, out var problems)) return "refused: " + string.Join("; ", problems);
        try
        {
            return (string)_stringify.Evaluate(new Result(program.Evaluate(Host, ScriptLimits.Default)), ScriptLimits.Default)!;
        }
        catch (ScriptException error) when (error.Kind is ScriptErrorKind.Thrown or ScriptErrorKind.Type or ScriptErrorKind.Reference)
        {
            return "throws " + (error.ThrownValue is DataObject thrown && thrown["name"] is string name ? name : "a value");
        }
    }

    /// <summary>Whether two outcomes are the same text.</summary>
    public static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private sealed class Result(object? result) : ScriptHost(TimeProvider.System, TimeZoneInfo.Utc, () => 0, () => Guid.Empty)
    {
        public override bool TryGetGlobal(string name, out object? value)
        {
            value = result;
            return true;
        }
    }
}
