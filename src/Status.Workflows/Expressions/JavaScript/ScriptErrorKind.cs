namespace Status.Workflows.Expressions.JavaScript;

/// <summary>Why a script ended with a <see cref="ScriptException"/>.</summary>
public enum ScriptErrorKind
{
    /// <summary>The script threw a value or an <c>Error</c> of its own, or one of the library other than a type or reference error.</summary>
    Thrown,

    /// <summary>A value was used as what it is not (<c>null.x</c>, calling a number, …).</summary>
    Type,

    /// <summary>A name that neither the script, the library nor the host knows.</summary>
    Reference,

    /// <summary><see cref="ScriptLimits.MaxSteps"/> is used up.</summary>
    StepLimit,

    /// <summary><see cref="ScriptLimits.MaxTime"/> is used up, by the script itself or by a pattern.</summary>
    TimeLimit,

    /// <summary><see cref="ScriptLimits.MaxAllocation"/> is used up.</summary>
    AllocationLimit,

    /// <summary><see cref="ScriptLimits.MaxDepth"/> is reached: calls, or nesting of data.</summary>
    DepthLimit,

    /// <summary>It was not begun: too much code that does not end is under way on this host.</summary>
    NoPlace,
}
