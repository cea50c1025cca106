namespace Status.Workflows.Expressions.JavaScript.Compilation;

internal sealed class ProgramCode;
