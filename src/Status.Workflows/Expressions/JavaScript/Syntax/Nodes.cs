using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <summary>A piece of the syntax tree. <see cref="Depth"/> counts levels below it, so that a parser can refuse trees too deep to walk.</summary>
internal abstract class Node(int position)
{
    public int Position { get; } = position;

    public int Depth { get; protected set; } = 1;

    /// <summary>Whether it yields or awaits: the function around it can be left in its middle and entered again.</summary>
    public bool Suspends { get; protected set; }

    protected int Over(params ReadOnlySpan<Node?> children)
    {
        var depth = 0;
        foreach (var child in children) depth = Math.Max(depth, Take(child));
        return depth + 1;
    }

    protected int Over(IEnumerable<Node?> children)
    {
        var depth = 0;
        foreach (var child in children) depth = Math.Max(depth, Take(child));
        return depth + 1;
    }

    private int Take(Node? child)
    {
        if (child is null) return 0;
        Suspends |= child.Suspends;
        return child.Depth;
    }
}

internal abstract class Expr(int position) : Node(position);

internal sealed class LiteralExpr(int position, DataValue value) : Expr(position)
{
    public DataValue Value { get; } = value;
}

internal sealed class TemplateExpr : Expr
{
    public TemplateExpr(int position, List<string> texts, List<Expr> parts)
        : base(position) => (Texts, Parts, Depth) = (texts, parts, Over(parts));

    public List<string> Texts { get; }

    public List<Expr> Parts { get; }
}

internal sealed class PatternExpr(int position, string pattern, string flags) : Expr(position)
{
    public string Pattern { get; } = pattern;

    public string Flags { get; } = flags;
}

internal sealed class NameExpr(int position, string name) : Expr(position)
{
    public string Name { get; } = name;

    /// <summary>What the name stands for; <c>null</c> for names of the library and the host.</summary>
    public Binding? Binding { get; set; }

    /// <summary>Whether the declaration may not have run yet when this name is read.</summary>
    public bool MayBeUnset { get; set; }
}

internal sealed class ThisExpr(int position) : Expr(position);

internal sealed class ArrayExpr : Expr
{
    public ArrayExpr(int position, List<Expr> items)
        : base(position) => (Items, Depth) = (items, Over(items));

    public List<Expr> Items { get; }
}

/// <summary>One member of an object literal or object pattern; a spread has neither name nor computed key.</summary>
internal sealed record ObjectMember(int Position, string? Name, Expr? Computed, Expr Value, MemberKind Kind = MemberKind.Value);

internal sealed class ObjectExpr : Expr
{
    public ObjectExpr(int position, List<ObjectMember> members)
        : base(position) =>
        (Members, Depth) = (members, Math.Max(Over(members.Select(m => (Node?)m.Value)), Over(members.Select(m => (Node?)m.Computed))));

    public List<ObjectMember> Members { get; }
}

internal sealed class SpreadExpr : Expr
{
    public SpreadExpr(int position, Expr value)
        : base(position) => (Value, Depth) = (value, Over(value));

    public Expr Value { get; }
}

internal sealed class UnaryExpr : Expr
{
    public UnaryExpr(int position, string op, Expr operand)
        : base(position) => (Op, Operand, Depth) = (op, operand, Over(operand));

    public string Op { get; }

    public Expr Operand { get; }
}

internal sealed class UpdateExpr : Expr
{
    public UpdateExpr(int position, int delta, bool prefix, Expr target)
        : base(position) => (Delta, Prefix, Target, Depth) = (delta, prefix, target, Over(target));

    public int Delta { get; }

    public bool Prefix { get; }

    public Expr Target { get; }
}

/// <summary>Arithmetic, comparison, bit and relational operators, and <c>&amp;&amp; || ??</c>.</summary>
internal sealed class BinaryExpr : Expr
{
    public BinaryExpr(int position, string op, Expr left, Expr right)
        : base(position) => (Op, Left, Right, Depth) = (op, left, right, Over(left, right));

    public string Op { get; }

    public Expr Left { get; }

    public Expr Right { get; }

    /// <summary>Written in parentheses; matters for mixing <c>??</c> with <c>||</c> and for <c>-a ** b</c>.</summary>
    public bool InParentheses { get; set; }
}

/// <summary><c>a + b + c + …</c> as one node, so that long texts do not make deep trees.</summary>
internal sealed class SumExpr : Expr
{
    public SumExpr(int position, List<Expr> terms)
        : base(position) => (Terms, Depth) = (terms, Over(terms));

    public List<Expr> Terms { get; }

    public void Add(Expr term)
    {
        Terms.Add(term);
        Depth = Math.Max(Depth, Over(term));
    }
}

internal sealed class ConditionalExpr : Expr
{
    public ConditionalExpr(int position, Expr test, Expr then, Expr otherwise)
        : base(position) => (Test, Then, Otherwise, Depth) = (test, then, otherwise, Over(test, then, otherwise));

    public Expr Test { get; }

    public Expr Then { get; }

    public Expr Otherwise { get; }
}

internal sealed class AssignExpr : Expr
{
    public AssignExpr(int position, string op, Expr target, Expr value)
        : base(position) => (Op, Target, Value, Depth) = (op, target, value, Over(target, value));

    public string Op { get; }

    public Expr Target { get; }

    public Expr Value { get; }
}

internal sealed class MemberExpr : Expr
{
    public MemberExpr(int position, Expr target, string name, bool optional)
        : base(position) => (Target, Name, Optional, Depth) = (target, name, optional, Over(target));

    public Expr Target { get; }

    public string Name { get; }

    public bool Optional { get; }
}

internal sealed class IndexExpr : Expr
{
    public IndexExpr(int position, Expr target, Expr key, bool optional)
        : base(position) => (Target, Key, Optional, Depth) = (target, key, optional, Over(target, key));

    public Expr Target { get; }

    public Expr Key { get; }

    public bool Optional { get; }
}

internal sealed class CallExpr : Expr
{
    public CallExpr(int position, Expr callee, List<Expr> arguments, bool optional)
        : base(position) => (Callee, Arguments, Optional, Depth) = (callee, arguments, optional, Math.Max(Over(callee), Over(arguments)));

    public Expr Callee { get; }

    public List<Expr> Arguments { get; }

    public bool Optional { get; }
}

internal sealed class NewExpr : Expr
{
    public NewExpr(int position, Expr callee, List<Expr> arguments)
        : base(position) => (Callee, Arguments, Depth) = (callee, arguments, Math.Max(Over(callee), Over(arguments)));

    public Expr Callee { get; }

    public List<Expr> Arguments { get; }
}

/// <summary>The whole of <c>a?.b.c</c>: where a short-circuit inside it ends.</summary>
internal sealed class ChainExpr : Expr
{
    public ChainExpr(int position, Expr body)
        : base(position) => (Body, Depth) = (body, Over(body));

    public Expr Body { get; }
}

internal sealed class SequenceExpr : Expr
{
    public SequenceExpr(int position, List<Expr> items)
        : base(position) => (Items, Depth) = (items, Over(items));

    public List<Expr> Items { get; }
}

internal sealed class FunctionExpr : Expr
{
    public FunctionExpr(int position, string name, bool arrow, List<PatternElement> parameters, List<Stmt> body, Expr? result)
        : base(position)
    {
        (Name, IsArrow, Parameters, Body, Result) = (name, arrow, parameters, body, result);
        Depth = Math.Max(Over(body), Over(result));
        // What happens inside a call does not leave what is around the function.
        BodySuspends = Suspends;
        Suspends = false;
    }

    public string Name { get; }

    public bool IsArrow { get; }

    public List<PatternElement> Parameters { get; }

    public List<Stmt> Body { get; }

    /// <summary>The body of an arrow function that is one expression.</summary>
    public Expr? Result { get; }

    /// <summary>A function expression's own name, visible inside it only.</summary>
    public bool BindsOwnName { get; init; }

    public bool IsAsync { get; init; }

    /// <summary>Whether its own body yields or awaits.</summary>
    public bool BodySuspends { get; }

    public bool IsGenerator { get; init; }

    /// <summary>What it is in a class; <c>null</c> outside of classes.</summary>
    public ClassPlace? Place { get; set; }

    public FunctionScope? Scope { get; set; }
}

/// <summary>What a function of a class may use.</summary>
internal enum ClassPlace
{
    Constructor,
    DerivedConstructor,
    Method,
    StaticMethod,
    Fields,
}

/// <summary>A value that was computed before the function was left and kept in a slot of its frame; only the compiler makes these.</summary>
internal sealed class KeptExpr(int position, int slot) : Expr(position)
{
    public int Slot { get; } = slot;
}
