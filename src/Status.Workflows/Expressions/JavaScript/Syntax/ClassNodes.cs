using Status.Workflows.Expressions.JavaScript.Compilation;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <summary>What a member of a class or object literal is.</summary>
internal enum MemberKind
{
    Value,
    Method,
    Getter,
    Setter,
    Field,
    StaticBlock,
}

/// <summary>One member of a class. A private one has a name that begins with <c>#</c>.</summary>
internal sealed record ClassMember(int Position, MemberKind Kind, bool IsStatic, string? Name, Expr? Computed, Expr? Value)
{
    /// <summary>Hidden name under which the class keeps the computed key of a field; <c>null</c> for other members.</summary>
    public string? FieldKey { get; init; }

    public bool IsPrivate => Name is ['#', ..];

    public int Depth => 1 + Math.Max(Value?.Depth ?? 0, Computed?.Depth ?? 0);
}

internal sealed class ClassExpr : Expr
{
    public ClassExpr(int position, string name, Expr? parent, FunctionExpr? constructor, List<ClassMember> members, FunctionExpr? fields, FunctionExpr? statics)
        : base(position)
    {
        (Name, Parent, Constructor, Members, Fields, Statics) = (name, parent, constructor, members, fields, statics);
        Depth = Math.Max(Over(parent, constructor, fields, statics), 1 + members.Max(m => m.Depth, 0));
        Suspends |= members.Exists(m => m.Computed is { Suspends: true });
    }

    public string Name { get; }

    public Expr? Parent { get; }

    public FunctionExpr? Constructor { get; }

    /// <summary>Methods and accessors, static ones too.</summary>
    public List<ClassMember> Members { get; }

    /// <summary>Fills the fields of a new instance; <c>null</c> when there are none.</summary>
    public FunctionExpr? Fields { get; }

    /// <summary>Fills static fields and runs static blocks; <c>null</c> when there are none.</summary>
    public FunctionExpr? Statics { get; }

    public BlockScope? Scope { get; set; }

    /// <summary>Tells the private names of this class from those of others.</summary>
    public int Number { get; set; }
}

internal sealed class ClassStmt : Stmt
{
    public ClassStmt(int position, ClassExpr value)
        : base(position) => (Value, Depth) = (value, Over(value));

    public ClassExpr Value { get; }

    public NameExpr Target { get; init; } = null!;

    public int End { get; init; }
}

/// <summary>One field, filled with <c>this</c> as the instance (or the class, when it is static).</summary>
internal sealed class FieldStmt : Stmt
{
    public FieldStmt(int position, string name, Expr? value)
        : base(position) => (Name, Value, Depth) = (name, value, Over(value));

    public string Name { get; }

    public Expr? Value { get; }

    /// <summary>Hidden name of the class that holds a computed key; <c>null</c> when the name is written.</summary>
    public NameExpr? Key { get; init; }

    /// <summary>Key of a private field; <c>null</c> for others.</summary>
    public string? PrivateKey { get; set; }
}

/// <summary><c>super.name</c> or <c>super[key]</c>.</summary>
internal sealed class SuperExpr : Expr
{
    public SuperExpr(int position, string? name, Expr? key)
        : base(position) => (Name, Key, Depth) = (name, key, Over(key));

    public string? Name { get; }

    public Expr? Key { get; }

    /// <summary>The class in whose body it stands.</summary>
    public NameExpr Home { get; } = new(-1, HomeName);

    public bool IsStatic { get; init; }

    /// <summary>The name, which no source can spell, under which a class knows itself.</summary>
    public const string HomeName = "%home";
}

/// <summary><c>super(…)</c> in the constructor of a class that extends another.</summary>
internal sealed class SuperCallExpr : Expr
{
    public SuperCallExpr(int position, List<Expr> arguments)
        : base(position) => (Arguments, Depth) = (arguments, Over(arguments));

    public List<Expr> Arguments { get; }

    public NameExpr Home { get; } = new(-1, SuperExpr.HomeName);
}

/// <summary><c>target.#name</c>.</summary>
internal sealed class PrivateExpr : Expr
{
    public PrivateExpr(int position, Expr target, string name, bool optional)
        : base(position) => (Target, Name, Optional, Depth) = (target, name, optional, Over(target));

    public Expr Target { get; }

    public string Name { get; }

    public bool Optional { get; }

    public string Key { get; set; } = "";
}

/// <summary><c>#name in value</c>.</summary>
internal sealed class HasPrivateExpr : Expr
{
    public HasPrivateExpr(int position, string name, Expr value)
        : base(position) => (Name, Value, Depth) = (name, value, Over(value));

    public string Name { get; }

    public Expr Value { get; }

    public string Key { get; set; } = "";
}

internal sealed class NewTargetExpr(int position) : Expr(position);

internal sealed class AwaitExpr : Expr
{
    public AwaitExpr(int position, Expr value)
        : base(position) => (Value, Depth, Suspends) = (value, Over(value), true);

    public Expr Value { get; }
}

/// <summary><c>yield value</c> and <c>yield* iterable</c>; stands where a statement can hold its breath: alone, after <c>=</c>, after <c>return</c>.</summary>
internal sealed class YieldExpr : Expr
{
    public YieldExpr(int position, Expr? value, bool all)
        : base(position) => (Value, All, Depth, Suspends) = (value, all, Over(value), true);

    public Expr? Value { get; }

    public bool All { get; }
}

/// <summary>The texts of a tagged template, cooked and raw.</summary>
internal sealed class TemplateTextsExpr(int position, List<string> cooked, List<string> raw) : Expr(position)
{
    public List<string> Cooked { get; } = cooked;

    public List<string> Raw { get; } = raw;
}
