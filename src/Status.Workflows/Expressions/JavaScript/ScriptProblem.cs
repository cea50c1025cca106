namespace Status.Workflows.Expressions.JavaScript;

/// <summary>Why a source text is not a program of the dialect, and where.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ScriptProblem(int Line, int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"({Line},{Column}): {Message}";
}
