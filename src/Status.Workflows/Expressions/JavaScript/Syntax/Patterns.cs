namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <summary>One place that a destructuring fills: a name, a member or a nested pattern, with what it gets instead of undefined.</summary>
internal sealed record PatternElement(Expr Target, Expr? Default, bool IsRest, string? Name = null, Expr? Computed = null)
{
    /// <summary>Whether a default, a key or a target inside yields or awaits.</summary>
    public bool Suspends => Target.Suspends || Default is { Suspends: true } || Computed is { Suspends: true };

    public int Depth => 1 + Math.Max(Target.Depth, Default?.Depth ?? 0);
}

/// <summary><c>[a, b = 1, ...rest]</c> on the left of an assignment or in a declaration; a <c>null</c> element is skipped.</summary>
internal sealed class ArrayPattern : Expr
{
    public ArrayPattern(int position, List<PatternElement?> elements)
        : base(position) => (Elements, Depth, Suspends) = (elements, 1 + elements.Max(e => e?.Depth ?? 0, 0), elements.Exists(e => e is { Suspends: true }));

    public List<PatternElement?> Elements { get; }
}

/// <summary><c>{ a, b: c = 1, [key]: d, ...rest }</c> on the left of an assignment or in a declaration.</summary>
internal sealed class ObjectPattern : Expr
{
    public ObjectPattern(int position, List<PatternElement> elements)
        : base(position) => (Elements, Depth, Suspends) = (elements, 1 + elements.Max(e => (int?)e.Depth, 0), elements.Exists(e => e.Suspends));

    public List<PatternElement> Elements { get; }
}

internal static class MaxExtensions
{
    public static int Max<T>(this List<T> list, Func<T, int?> selector, int empty)
    {
        var result = empty;
        foreach (var item in list) result = Math.Max(result, selector(item) ?? empty);
        return result;
    }
}
