using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>Compiles script expressions.</summary>
internal static class ScriptExpressions
{
    public static CompiledExpression? Compile(Expression expression, bool isScript, string path, string activityId, ProblemList problems)
    {
        problems.Error($"{path}.type", "JavaScript is not part of this build yet.", activityId);
        return null;
    }
}
