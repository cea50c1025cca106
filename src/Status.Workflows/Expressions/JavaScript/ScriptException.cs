namespace Status.Workflows.Expressions.JavaScript;

/// <summary>A script ended without a result: it threw, or it used up a limit.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>Creates the exception with the place in the source where the script stood (0 when not known).</summary>
    public ScriptException(ScriptErrorKind kind, string message, int line = 0, int column = 0, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    /// <summary>Why the script ended.</summary>
    public ScriptErrorKind Kind { get; }

    /// <summary>Line, from 1; 0 when not known.</summary>
    public int Line { get; }

    /// <summary>Column, from 1; 0 when not known.</summary>
    public int Column { get; }

    /// <summary>What the script threw, as a value of the closed set (an <c>Error</c> becomes an object with <c>name</c> and <c>message</c>); <c>null</c> for limits.</summary>
    public object? ThrownValue { get; init; }
}
