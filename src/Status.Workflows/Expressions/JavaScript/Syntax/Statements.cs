using Status.Workflows.Expressions.JavaScript.Compilation;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

internal abstract class Stmt(int position) : Node(position);

internal sealed class EmptyStmt(int position) : Stmt(position);

internal sealed class ExprStmt : Stmt
{
    public ExprStmt(int position, Expr value)
        : base(position) => (Value, Depth) = (value, Over(value));

    public Expr Value { get; }
}

internal enum DeclarationKind
{
    Var,
    Let,
    Const,
    Function,
    Parameter,
}

internal sealed record Declarator(int Position, int End, Expr Target, Expr? Value);

internal sealed class DeclarationStmt : Stmt
{
    public DeclarationStmt(int position, DeclarationKind kind, List<Declarator> items)
        : base(position)
    {
        (Kind, Items) = (kind, items);
        Depth = Math.Max(Over(items.Select(i => (Node?)i.Target)), Over(items.Select(i => (Node?)i.Value)));
    }

    public DeclarationKind Kind { get; }

    public List<Declarator> Items { get; }
}

internal sealed class FunctionStmt : Stmt
{
    public FunctionStmt(int position, FunctionExpr function)
        : base(position) => (Function, Depth) = (function, Over(function));

    public FunctionExpr Function { get; }

    public Binding? Binding { get; set; }
}

internal sealed class BlockStmt : Stmt
{
    public BlockStmt(int position, List<Stmt> body)
        : base(position) => (Body, Depth) = (body, Over(body));

    public List<Stmt> Body { get; }

    public BlockScope? Scope { get; set; }
}

internal sealed class IfStmt : Stmt
{
    public IfStmt(int position, Expr test, Stmt then, Stmt? otherwise)
        : base(position) => (Test, Then, Otherwise, Depth) = (test, then, otherwise, Over(test, then, otherwise));

    public Expr Test { get; }

    public Stmt Then { get; }

    public Stmt? Otherwise { get; }
}

internal sealed class ForStmt : Stmt
{
    public ForStmt(int position, Stmt? init, Expr? test, Expr? update, Stmt body)
        : base(position) => (Init, Test, Update, Body, Depth) = (init, test, update, body, Over(init, test, update, body));

    public Stmt? Init { get; }

    public Expr? Test { get; }

    public Expr? Update { get; }

    public Stmt Body { get; }

    public BlockScope? Scope { get; set; }
}

/// <summary><c>for (… of …)</c> and <c>for (… in …)</c>.</summary>
internal sealed class ForEachStmt : Stmt
{
    public ForEachStmt(int position, DeclarationKind? kind, Expr target, Expr source, Stmt body, bool overKeys)
        : base(position) =>
        (Kind, Target, Source, Body, OverKeys, Depth) = (kind, target, source, body, overKeys, Over(target, source, body));

    /// <summary><c>null</c> when the target is assigned, not declared.</summary>
    public DeclarationKind? Kind { get; }

    public Expr Target { get; }

    public Expr Source { get; }

    public Stmt Body { get; }

    public bool OverKeys { get; }

    /// <summary><c>for await</c>: each item is awaited.</summary>
    public bool Awaits
    {
        get;
        init
        {
            field = value;
            Suspends |= value;
        }
    }

    public BlockScope? Scope { get; set; }
}

internal sealed class WhileStmt : Stmt
{
    public WhileStmt(int position, Expr test, Stmt body, bool testAfter)
        : base(position) => (Test, Body, TestAfter, Depth) = (test, body, testAfter, Over(test, body));

    public Expr Test { get; }

    public Stmt Body { get; }

    public bool TestAfter { get; }
}

internal sealed record SwitchCase(Expr? Test, List<Stmt> Body);

internal sealed class SwitchStmt : Stmt
{
    public SwitchStmt(int position, Expr subject, List<SwitchCase> cases)
        : base(position)
    {
        (Subject, Cases) = (subject, cases);
        Depth = Math.Max(Over(subject), Math.Max(Over(cases.Select(c => (Node?)c.Test)), Over(cases.SelectMany(c => c.Body))));
    }

    public Expr Subject { get; }

    public List<SwitchCase> Cases { get; }

    public BlockScope? Scope { get; set; }
}

internal sealed class TryStmt : Stmt
{
    public TryStmt(int position, BlockStmt body, Expr? parameter, BlockStmt? handler, BlockStmt? final)
        : base(position) =>
        (Body, Parameter, Handler, Final, Depth) = (body, parameter, handler, final, Over(body, parameter, handler, final));

    public BlockStmt Body { get; }

    public Expr? Parameter { get; }

    public BlockStmt? Handler { get; }

    public BlockStmt? Final { get; }

    public BlockScope? CatchScope { get; set; }
}

internal sealed class ThrowStmt : Stmt
{
    public ThrowStmt(int position, Expr value)
        : base(position) => (Value, Depth) = (value, Over(value));

    public Expr Value { get; }
}

internal sealed class ReturnStmt : Stmt
{
    public ReturnStmt(int position, Expr? value)
        : base(position) => (Value, Depth) = (value, Over(value));

    public Expr? Value { get; }
}

internal sealed class JumpStmt(int position, bool isBreak, string? label) : Stmt(position)
{
    public bool IsBreak { get; } = isBreak;

    public string? Label { get; } = label;
}

internal sealed class LabelStmt : Stmt
{
    public LabelStmt(int position, string label, Stmt body)
        : base(position) => (Label, Body, Depth) = (label, body, Over(body));

    public string Label { get; }

    public Stmt Body { get; }
}
