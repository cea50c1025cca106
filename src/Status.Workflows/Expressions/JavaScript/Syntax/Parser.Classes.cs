namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <content>Classes, <c>super</c>, private names and <c>yield</c>.</content>
internal sealed partial class Parser
{
    private ClassExpr Class(bool isStatement)
    {
        var start = Advance().Start;
        Enter();
        var name = isStatement || (_token.Kind == TokenKind.Name) ? BindingName() : "";
        Expr? parent = null;
        if (TryTakeKeyword("extends")) parent = Postfix();
        Expect("{");
        var body = new ClassBody(start, parent is not null);
        while (!TryTake("}"))
        {
            if (TryTake(";")) continue;
            Add(body, ClassElement(body));
        }

        Leave();
        return Checked(new ClassExpr(start, name, parent, body.Constructor, body.Members, Filler(start, body.Fields, ClassPlace.Fields), Filler(start, body.Statics, ClassPlace.StaticMethod)));
    }

    private static FunctionExpr? Filler(int start, List<Stmt> statements, ClassPlace place) =>
        statements.Count == 0 ? null : Checked(new FunctionExpr(start, "", false, [], statements, null) { Place = place });

    private static void Add(ClassBody body, ClassMember member)
    {
        switch (member)
        {
            case { Kind: MemberKind.Field }:
                // A computed key is known once, when the class is made; its fields are filled each time an instance is.
                var key = member.Computed is null ? null : $"%key{body.Members.Count}";
                (member.IsStatic ? body.Statics : body.Fields).Add(new FieldStmt(member.Position, member.Name ?? "", member.Value) { Key = key is null ? null : new NameExpr(-1, key) });
                if (member.IsPrivate || key is not null) body.Members.Add(member with { Value = null, FieldKey = key });
                break;
            case { Kind: MemberKind.StaticBlock }: body.Statics.AddRange(((FunctionExpr)member.Value!).Body); break;
            case { Kind: MemberKind.Method, IsStatic: false, Name: "constructor", Computed: null }:
                if (body.Constructor is not null) throw new SyntaxException(member.Position, "A class has one constructor.");
                body.Constructor = (FunctionExpr)member.Value!;
                break;
            default: body.Members.Add(member); break;
        }
    }

    private ClassMember ClassElement(ClassBody body)
    {
        var start = _token.Start;
        var isStatic = false;
        if (_token is { Kind: TokenKind.Name, Text: "static" } && !NextEndsKey())
        {
            Advance();
            isStatic = true;
            if (_token.Is("{")) return new ClassMember(start, MemberKind.StaticBlock, true, null, null, StaticBlock(start));
        }

        var (kind, isAsync, isGenerator) = Modifiers();
        var isPrivate = _token.Kind == TokenKind.PrivateName;
        var (name, computed) = isPrivate ? (Advance().Text, null) : Key();
        if (name is "#constructor" || (isStatic && name == "prototype")) throw new SyntaxException(start, $"A class cannot have a member '{name}'.");
        if (kind != MemberKind.Value || isAsync || isGenerator || _token.Is("("))
        {
            var isConstructor = !isStatic && name == "constructor" && computed is null;
            if (isConstructor && (kind != MemberKind.Value || isAsync || isGenerator)) throw new SyntaxException(start, "A constructor is a plain method.");
            var place = isConstructor ? body.IsDerived ? ClassPlace.DerivedConstructor : ClassPlace.Constructor : isStatic ? ClassPlace.StaticMethod : ClassPlace.Method;
            var function = FunctionTail(start, name ?? "", new FunctionContext(isAsync, isGenerator, place, body.IsDerived));
            return new ClassMember(start, kind == MemberKind.Value ? MemberKind.Method : kind, isStatic, name, computed, function);
        }

        var value = TryTake("=") ? FieldValue(isStatic, body.IsDerived) : null;
        EndStatement();
        return new ClassMember(start, MemberKind.Field, isStatic, name, computed, value);
    }

    private Expr FieldValue(bool isStatic, bool isDerived)
    {
        var context = _context;
        _context = new FunctionContext(false, false, isStatic ? ClassPlace.StaticMethod : ClassPlace.Fields, isDerived);
        _functionDepth++;
        var value = FullValue();
        _functionDepth--;
        _context = context;
        return value;
    }

    private FunctionExpr StaticBlock(int start)
    {
        var context = _context;
        _context = new FunctionContext(false, false, ClassPlace.StaticMethod, IsDerived: true);
        var body = FunctionBody();
        _context = context;
        return new FunctionExpr(start, "", false, [], [new BlockStmt(start, body)], null);
    }

    private bool NextEndsKey()
    {
        var position = _lexer.Position;
        var next = _lexer.Next();
        _lexer.Position = position;
        return next.Is("(") || next.Is("=") || next.Is(";") || next.Is("}") || next.Kind == TokenKind.End;
    }

    private Expr Super()
    {
        var start = Advance().Start;
        if (_context.Place is null) throw new SyntaxException(start, Absent("super")!);
        if (_token.Is("("))
        {
            if (_context.Place != ClassPlace.DerivedConstructor) throw new SyntaxException(start, "super(…) stands only in the constructor of a class that extends another.");
            return new SuperCallExpr(start, Arguments());
        }

        if (!_context.IsDerived) throw new SyntaxException(start, Absent("super")!);
        if (TryTake(".")) return new SuperExpr(start, MemberName(), null) { IsStatic = _context.Place == ClassPlace.StaticMethod };
        Expect("[");
        var key = Expression();
        Expect("]");
        return new SuperExpr(start, null, key) { IsStatic = _context.Place == ClassPlace.StaticMethod };
    }

    private HasPrivateExpr HasPrivate()
    {
        var name = Advance();
        if (!_token.IsKeyword("in")) throw Unexpected("Expected 'in' after a private name");
        Advance();
        Enter();
        // "in" binds as tightly as comparisons do: its right side is what shifts and sums make.
        var value = Binary(8, allowIn: true);
        Leave();
        return Checked(new HasPrivateExpr(name.Start, name.Text, value));
    }

    private YieldExpr Yield()
    {
        var start = Advance().Start;
        if (TryTake("*")) return new YieldExpr(start, Assignment(), all: true);
        var isBare = AtSemicolon() || _token.Is(")") || _token.Is("]") || _token.Is(",") || _token.Is(":");
        return new YieldExpr(start, isBare ? null : Assignment(), all: false);
    }

    private sealed class ClassBody(int position, bool isDerived)
    {
        public int Position { get; } = position;

        public bool IsDerived { get; } = isDerived;

        public FunctionExpr? Constructor { get; set; }

        public List<ClassMember> Members { get; } = [];

        public List<Stmt> Fields { get; } = [];

        public List<Stmt> Statics { get; } = [];
    }
}
