namespace Status.Workflows.Expressions.JavaScript;

/// <summary>How a source text is read.</summary>
public enum ScriptKind
{
    /// <summary>An input's expression: first tried as one expression (<c>a + b</c>, <c>{ a: 1 }</c>), else as <see cref="Script"/>.</summary>
    Expression,

    /// <summary>Statements; the result is what <c>return</c> gives, else the value of the last expression statement.</summary>
    Script,
}
