namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <content>Statements.</content>
internal sealed partial class Parser
{
    private readonly List<(string Name, bool IsLoop)> _labels = [];
    private int _loops;
    private int _breakables;

    private Stmt Statement()
    {
        Enter();
        var statement = StatementBody();
        Leave();
        return Checked(statement);
    }

    private Stmt StatementBody()
    {
        var start = _token.Start;
        if (_token.Kind == TokenKind.Punctuator)
        {
            if (_token.Is("{")) return Block();
            if (TryTake(";")) return new EmptyStmt(start);
        }
        else if (_token.Kind == TokenKind.Keyword)
        {
            switch (_token.Text)
            {
                case "var" or "let" or "const":
                    var declaration = Declaration();
                    EndStatement();
                    return declaration;
                case "function": return new FunctionStmt(start, Function(isStatement: true));
                case "class":
                    var type = Class(isStatement: true);
                    return new ClassStmt(start, type) { Target = new NameExpr(start, type.Name), End = _lastEnd };
                case "await" when _context.IsAsync: break;
                case "yield" when _context.IsGenerator: break;
                case "super": break;
                case "if": return If();
                case "for": return For();
                case "while": return While();
                case "do": return Do();
                case "switch": return Switch();
                case "try": return Try();
                case "throw":
                    Advance();
                    if (_token.NewlineBefore) throw Unexpected("Expected the thrown value on the line of 'throw'");
                    var thrown = Expression();
                    EndStatement();
                    return new ThrowStmt(start, thrown);
                case "return":
                    Advance();
                    var result = AtSemicolon() ? null : Expression();
                    EndStatement();
                    return new ReturnStmt(start, result);
                case "break" or "continue": return Jump();
                default:
                    if (Absent(_token.Text) is { } hint) throw new SyntaxException(start, hint);
                    break;
            }
        }
        else if (_token is { Kind: TokenKind.Name, Text: "async" } && PeekIsFunction())
        {
            Advance();
            return new FunctionStmt(start, Function(isStatement: true, isAsync: true));
        }

        var value = Expression();
        if (value is NameExpr label && _token.Is(":")) return Labelled(label);
        EndStatement();
        return new ExprStmt(start, value);
    }

    private bool PeekIsFunction()
    {
        var position = _lexer.Position;
        var next = _lexer.Next();
        _lexer.Position = position;
        return next.IsKeyword("function") && !next.NewlineBefore;
    }

    private LabelStmt Labelled(NameExpr label)
    {
        Advance();
        if (_labels.Exists(l => l.Name == label.Name)) throw new SyntaxException(label.Position, $"The label '{label.Name}' is used twice.");
        _labels.Add((label.Name, _token.IsKeyword("for") || _token.IsKeyword("while") || _token.IsKeyword("do")));
        var body = Statement();
        _labels.RemoveAt(_labels.Count - 1);
        return new LabelStmt(label.Position, label.Name, body);
    }

    private JumpStmt Jump()
    {
        var token = Advance();
        var isBreak = token.Text == "break";
        string? label = null;
        if (!AtSemicolon() && _token.Kind == TokenKind.Name)
        {
            label = Advance().Text;
            if (!_labels.Exists(l => l.Name == label && (isBreak || l.IsLoop))) throw new SyntaxException(token.Start, $"There is no label '{label}' around this {token.Text}.");
        }
        else if (isBreak ? _breakables == 0 : _loops == 0)
        {
            throw new SyntaxException(token.Start, isBreak ? "break stands only in a loop or switch." : "continue stands only in a loop.");
        }

        EndStatement();
        return new JumpStmt(token.Start, isBreak, label);
    }

    private BlockStmt Block()
    {
        var start = Expect("{").Start;
        var body = new List<Stmt>();
        while (!_token.Is("}"))
        {
            if (_token.Kind == TokenKind.End) throw new SyntaxException(start, "This { is not closed.");
            body.Add(Statement());
        }

        Advance();
        return new BlockStmt(start, body);
    }

    private DeclarationStmt Declaration(bool inFor = false)
    {
        var token = Advance();
        var kind = token.Text switch { "var" => DeclarationKind.Var, "let" => DeclarationKind.Let, _ => DeclarationKind.Const };
        var items = new List<Declarator>();
        do
        {
            var start = _token.Start;
            var target = BindingTarget();
            Expr? value = null;
            if (TryTake("=")) value = Assignment(!inFor);
            else if (!(inFor && (_token is { Kind: TokenKind.Name, Text: "of" } || _token.IsKeyword("in"))))
            {
                if (target is not NameExpr) throw Unexpected("A destructuring declaration needs '= value'");
                if (kind == DeclarationKind.Const) throw Unexpected("A const needs '= value'");
            }

            items.Add(new Declarator(start, _lastEnd, target, value));
        }
        while (TryTake(","));
        return new DeclarationStmt(token.Start, kind, items);
    }

    private Expr BindingTarget()
    {
        if (_token.Is("[") || _token.Is("{"))
        {
            Enter();
            var literal = Primary();
            Leave();
            _coverInitializer = -1;
            return ToPattern(literal, declares: true);
        }

        var start = _token.Start;
        return new NameExpr(start, BindingName());
    }

    private IfStmt If()
    {
        var start = Advance().Start;
        var test = Parenthesized();
        var then = Statement();
        var otherwise = TryTakeKeyword("else") ? Statement() : null;
        return new IfStmt(start, test, then, otherwise);
    }

    private Expr Parenthesized()
    {
        Expect("(");
        var value = Expression();
        Expect(")");
        return value;
    }

    private WhileStmt While()
    {
        var start = Advance().Start;
        var test = Parenthesized();
        return new WhileStmt(start, test, LoopBody(), false);
    }

    private WhileStmt Do()
    {
        var start = Advance().Start;
        var body = LoopBody();
        ExpectKeyword("while");
        var test = Parenthesized();
        TryTake(";");
        return new WhileStmt(start, test, body, true);
    }

    private Stmt LoopBody()
    {
        _loops++;
        _breakables++;
        if (_token.IsKeyword("let") || _token.IsKeyword("const") || _token.IsKeyword("function")) throw Unexpected("A declaration in a loop needs braces");
        var body = Statement();
        _loops--;
        _breakables--;
        return body;
    }

    private Stmt For()
    {
        var start = Advance().Start;
        var awaits = _token.IsKeyword("await");
        if (awaits && !_context.IsAsync) throw Unexpected();
        if (awaits) Advance();
        Expect("(");
        Stmt? init = null;
        if (_token.IsKeyword("var") || _token.IsKeyword("let") || _token.IsKeyword("const"))
        {
            var declaration = Declaration(inFor: true);
            if (declaration.Items.Count == 1 && declaration.Items[0].Value is null && ForEachTail(start, declaration.Kind, declaration.Items[0].Target, awaits) is { } each) return each;
            foreach (var item in declaration.Items)
            {
                if (item.Value is null && (declaration.Kind == DeclarationKind.Const || item.Target is not NameExpr)) throw Unexpected("Expected '= value'");
            }

            init = declaration;
        }
        else if (!_token.Is(";"))
        {
            var position = _token.Start;
            var value = Expression(allowIn: false);
            if (_token is { Kind: TokenKind.Name, Text: "of" } || _token.IsKeyword("in")) return ForEachTail(start, null, ToPattern(value, declares: false), awaits)!;
            init = new ExprStmt(position, value);
        }

        Expect(";");
        var test = _token.Is(";") ? null : Expression();
        Expect(";");
        var update = _token.Is(")") ? null : Expression();
        Expect(")");
        return new ForStmt(start, init, test, update, LoopBody());
    }

    private ForEachStmt? ForEachTail(int start, DeclarationKind? kind, Expr target, bool awaits)
    {
        var overKeys = _token.IsKeyword("in");
        if (!overKeys && _token is not { Kind: TokenKind.Name, Text: "of" }) return null;
        Advance();
        var source = overKeys ? Expression() : Assignment();
        Expect(")");
        return new ForEachStmt(start, kind, target, source, LoopBody(), overKeys) { Awaits = awaits };
    }

    private SwitchStmt Switch()
    {
        var start = Advance().Start;
        var subject = Parenthesized();
        Expect("{");
        var cases = new List<SwitchCase>();
        _breakables++;
        while (!TryTake("}"))
        {
            Expr? test = null;
            if (TryTakeKeyword("case")) test = Expression();
            else if (_token.IsKeyword("default") && cases.Exists(c => c.Test is null)) throw Unexpected("A switch has one default");
            else ExpectKeyword("default");
            Expect(":");
            var body = new List<Stmt>();
            while (!_token.IsKeyword("case") && !_token.IsKeyword("default") && !_token.Is("}")) body.Add(Statement());
            cases.Add(new SwitchCase(test, body));
        }

        _breakables--;
        return new SwitchStmt(start, subject, cases);
    }

    private TryStmt Try()
    {
        var start = Advance().Start;
        var body = Block();
        Expr? parameter = null;
        BlockStmt? handler = null;
        BlockStmt? final = null;
        if (TryTakeKeyword("catch"))
        {
            if (TryTake("("))
            {
                parameter = BindingTarget();
                Expect(")");
            }

            handler = Block();
        }

        if (TryTakeKeyword("finally")) final = Block();
        if (handler is null && final is null) throw Unexpected("Expected 'catch' or 'finally'");
        return new TryStmt(start, body, parameter, handler, final);
    }
}
