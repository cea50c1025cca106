namespace Status.Workflows.Expressions.JavaScript.Compilation;

internal static class ProgramCompiler
{
    public static ProgramCode? Compile(string source, ScriptKind kind, out IReadOnlyList<ScriptProblem> problems)
    {
        problems = [new ScriptProblem(1, 1, $"The {kind} of {source.Length} characters cannot be compiled: the compiler is not in this build.")];
        return null;
    }
}
