namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <summary>What stood in parentheses and can only be the parameters of an arrow function: <c>()</c>, <c>(a, ...b)</c>.</summary>
internal sealed class ArrowParameters(int position, List<Expr> items) : Expr(position)
{
    public List<Expr> Items { get; } = items;
}

/// <summary>The empty place in <c>[a, , b]</c>.</summary>
internal sealed class GapExpr(int position) : Expr(position);

/// <content>Functions, arrow functions and patterns.</content>
internal sealed partial class Parser
{
    private FunctionExpr? Arrow()
    {
        var token = _token;
        var position = _lexer.Position;
        var next = _lexer.Next();
        if (token.Text == "async" && !next.NewlineBefore && (next.Kind == TokenKind.Name || (next.Is("(") && IsAsyncArrow())))
        {
            _lexer.Position = position;
            Advance();
            if (_token.Kind == TokenKind.Name)
            {
                var only = new NameExpr(_token.Start, BindingName());
                return ArrowBody(token.Start, new ArrowParameters(token.Start, [only]), isAsync: true);
            }

            return Group() is ArrowParameters parameters ? ArrowBody(token.Start, parameters, isAsync: true) : throw Unexpected("Expected '=>'");
        }

        _lexer.Position = position;
        if (!next.Is("=>") || next.NewlineBefore) return null;
        var name = new NameExpr(token.Start, BindingName());
        return ArrowBody(token.Start, new ArrowParameters(token.Start, [name]));
    }

    /// <summary>Whether the parentheses that the lexer has just opened after <c>async</c> are followed by <c>=&gt;</c>; else <c>async(…)</c> calls a function of that name.</summary>
    private bool IsAsyncArrow()
    {
        for (var depth = 1; depth > 0;)
        {
            var token = _lexer.Next();
            if (token.Kind == TokenKind.End) return false;
            if (token.Is("(") || token.Is("[") || token.Is("{")) depth++;
            else if (token.Is(")") || token.Is("]") || token.Is("}")) depth--;
            else if (token.Kind == TokenKind.Template && !token.IsTail) return true;
        }

        return _lexer.Next() is var next && next.Is("=>") && !next.NewlineBefore;
    }

    private Expr Group()
    {
        var start = Advance().Start;
        Enter();
        var items = new List<Expr>();
        var onlyParameters = false;
        while (!TryTake(")"))
        {
            onlyParameters |= _token.Is("...");
            items.Add(SpreadOrValue());
            if (TryTake(",")) onlyParameters |= _token.Is(")");
            else if (!_token.Is(")")) throw Unexpected("Expected ')'");
        }

        Leave();
        if (_token.Is("=>") && !_token.NewlineBefore)
        {
            _coverInitializer = -1;
            return new ArrowParameters(start, items);
        }

        if (items.Count == 0 || onlyParameters) throw Unexpected("Expected '=>' after the parameters");
        if (_coverInitializer >= 0) throw new SyntaxException(_coverInitializer, "Expected ':' and a value; '=' gives a default only in destructuring.");
        var value = items.Count == 1 ? items[0] : Checked(new SequenceExpr(start, items));
        if (value is BinaryExpr binary) binary.InParentheses = true;
        return value is SumExpr or ObjectExpr or ArrayExpr or UnaryExpr or ChainExpr ? new GroupExpr(start, value) : value;
    }

    private FunctionExpr ArrowBody(int start, ArrowParameters parameters, bool isAsync = false)
    {
        if (_token.NewlineBefore) throw Unexpected("Expected '=>' on the line of the parameters");
        Expect("=>");
        var elements = parameters.Items.ConvertAll(item => ToElement(item, declares: true));
        CheckRest(elements, start);
        // An arrow function sees this and super of what is around it, but awaits and yields for itself.
        var context = _context;
        _context = context with { IsAsync = isAsync, IsGenerator = false };
        if (_token.Is("{"))
        {
            var body = FunctionBody();
            _context = context;
            return new FunctionExpr(start, "", true, elements, body, null) { IsAsync = isAsync };
        }

        var outer = LeaveLoops();
        _functionDepth++;
        var result = FullValue();
        _functionDepth--;
        EnterLoops(outer);
        _context = context;
        return Checked(new FunctionExpr(start, "", true, elements, [], result) { IsAsync = isAsync });
    }

    private FunctionExpr Function(bool isStatement, bool isAsync = false)
    {
        var start = Advance().Start;
        var isGenerator = TryTake("*");
        var name = "";
        if (isStatement || _token.Kind == TokenKind.Name) name = BindingName();
        return FunctionTail(start, name, new FunctionContext(isAsync, isGenerator, null, IsDerived: false), bindsOwnName: !isStatement && name.Length > 0);
    }

    private FunctionExpr FunctionTail(int start, string name, FunctionContext context, bool bindsOwnName = false)
    {
        var around = _context;
        _context = context;
        Expect("(");
        var parameters = new List<PatternElement>();
        while (!TryTake(")"))
        {
            var isRest = TryTake("...");
            var target = BindingTarget();
            Expr? fallback = null;
            if (!isRest && TryTake("=")) fallback = FullValue();
            parameters.Add(new PatternElement(target, fallback, isRest));
            if (!_token.Is(")")) Expect(",");
        }

        CheckRest(parameters, start);
        var body = FunctionBody();
        _context = around;
        return Checked(new FunctionExpr(start, name, false, parameters, body, null) { BindsOwnName = bindsOwnName, IsAsync = context.IsAsync, IsGenerator = context.IsGenerator, Place = context.Place });
    }

    private static void CheckRest(List<PatternElement> parameters, int start)
    {
        for (var i = 0; i < parameters.Count - 1; i++)
        {
            if (parameters[i].IsRest) throw new SyntaxException(start, "A rest parameter comes last.");
        }
    }

    private List<Stmt> FunctionBody()
    {
        Enter();
        var outer = LeaveLoops();
        _functionDepth++;
        var body = Block().Body;
        _functionDepth--;
        EnterLoops(outer);
        Leave();
        return body;
    }

    private (int Loops, int Breakables, List<(string Name, bool IsLoop)> Labels) LeaveLoops()
    {
        var outer = (_loops, _breakables, _labels.ToList());
        (_loops, _breakables) = (0, 0);
        _labels.Clear();
        return outer;
    }

    private void EnterLoops((int Loops, int Breakables, List<(string Name, bool IsLoop)> Labels) outer)
    {
        (_loops, _breakables) = (outer.Loops, outer.Breakables);
        _labels.Clear();
        _labels.AddRange(outer.Labels);
    }

    private Expr ToPattern(Expr value, bool declares)
    {
        switch (value)
        {
            case NameExpr name: return CheckedName(name);
            case MemberExpr { Optional: false } or IndexExpr { Optional: false } or PrivateExpr { Optional: false } or SuperExpr when !declares: return value;
            case ArrayExpr array:
                var elements = array.Items.ConvertAll(item => item is GapExpr ? null : ToElement(item, declares));
                if (elements.FindIndex(e => e is { IsRest: true }) is >= 0 and var rest && rest < elements.Count - 1) throw new SyntaxException(array.Position, "A rest element comes last.");
                return new ArrayPattern(array.Position, elements);
            case ObjectExpr literal: return ToObjectPattern(literal, declares);
            default: throw new SyntaxException(value.Position, declares ? "Expected a name or a pattern." : "Only a variable, a member or a pattern can be assigned.");
        }
    }

    private ObjectPattern ToObjectPattern(ObjectExpr literal, bool declares)
    {
        var elements = new List<PatternElement>();
        foreach (var member in literal.Members)
        {
            if (elements.Count > 0 && elements[^1].IsRest) throw new SyntaxException(member.Position, "A rest element comes last.");
            var element = ToElement(member.Value, declares);
            elements.Add(element with { Name = member.Name, Computed = member.Computed });
        }

        return new ObjectPattern(literal.Position, elements);
    }

    private PatternElement ToElement(Expr item, bool declares) => item switch
    {
        SpreadExpr spread => new PatternElement(ToPattern(spread.Value, declares), null, true),
        AssignExpr { Op: "=" } assign => new PatternElement(declares ? Declared(assign.Target) : assign.Target, assign.Value, false),
        _ => new PatternElement(ToPattern(item, declares), null, false),
    };

    /// <summary>A target that was read as an assignment and turns out to declare (parameters of an arrow function) holds names only.</summary>
    private static Expr Declared(Expr target)
    {
        switch (target)
        {
            case NameExpr: return target;
            case ArrayPattern array:
                foreach (var element in array.Elements) _ = element is null ? null : Declared(element.Target);
                return target;
            case ObjectPattern pattern:
                foreach (var element in pattern.Elements) _ = Declared(element.Target);
                return target;
            default: throw new SyntaxException(target.Position, "Expected a name or a pattern.");
        }
    }
}

/// <summary>Parentheses that change how what they hold may be used on (a group is no pattern, and no operand chain).</summary>
internal sealed class GroupExpr : Expr
{
    public GroupExpr(int position, Expr value)
        : base(position) => (Value, Depth) = (value, Over(value));

    public Expr Value { get; }
}
