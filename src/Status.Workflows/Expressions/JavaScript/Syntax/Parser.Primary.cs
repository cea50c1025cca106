using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <content>Members, calls and what they begin with.</content>
internal sealed partial class Parser
{
    private Expr Postfix()
    {
        var start = _token.Start;
        var value = _token.IsKeyword("new") ? New() : Primary();
        if (value is ArrowParameters) return value;
        var chained = false;
        while (true)
        {
            if (_token.Is("?."))
            {
                Advance();
                chained = true;
                if (_token.Is("(")) value = new CallExpr(start, value, Arguments(), true);
                else if (_token.Is("[")) value = Index(value, true);
                else if (_token.Kind == TokenKind.Template) throw Unexpected();
                else value = MemberOf(value, true);
            }
            else if (_token.Is("."))
            {
                Advance();
                value = MemberOf(value, false);
            }
            else if (_token.Is("[")) value = Index(value, false);
            else if (_token.Is("(")) value = new CallExpr(_token.Start, value, Arguments(), false);
            else if (_token.Kind == TokenKind.Template)
            {
                if (chained) throw new SyntaxException(_token.Start, "A tagged template cannot stand in an optional chain.");
                var raw = new List<string>();
                var template = Template(raw);
                value = new CallExpr(template.Position, value, [new TemplateTextsExpr(template.Position, template.Texts, raw), .. template.Parts], false);
            }
            else break;
            Checked(value);
        }

        return chained ? Checked(new ChainExpr(start, value)) : value;
    }

    private Expr MemberOf(Expr target, bool optional)
    {
        var start = _token.Start;
        return _token.Kind == TokenKind.PrivateName ? new PrivateExpr(start, target, Advance().Text, optional) : new MemberExpr(start, target, MemberName(), optional);
    }

    private string MemberName()
    {
        if (_token.Kind is not (TokenKind.Name or TokenKind.Keyword)) throw Unexpected("Expected a member name");
        return Advance().Text;
    }

    private IndexExpr Index(Expr target, bool optional)
    {
        var start = Expect("[").Start;
        var key = Expression();
        Expect("]");
        return new IndexExpr(start, target, key, optional);
    }

    private List<Expr> Arguments()
    {
        Expect("(");
        var arguments = new List<Expr>();
        while (!TryTake(")"))
        {
            arguments.Add(SpreadOrValue());
            if (!_token.Is(")")) Expect(",");
        }

        if (_coverInitializer >= 0 && !_token.Is("=>")) throw new SyntaxException(_coverInitializer, "Expected ':' and a value; '=' gives a default only in destructuring.");
        return arguments;
    }

    private Expr SpreadOrValue()
    {
        var start = _token.Start;
        return TryTake("...") ? new SpreadExpr(start, Assignment()) : Assignment();
    }

    private Expr New()
    {
        var start = Advance().Start;
        if (TryTake("."))
        {
            if (_token.Text != "target" || _functionDepth == 0) throw new SyntaxException(start, "new.target stands only in functions.");
            Advance();
            return new NewTargetExpr(start);
        }

        Enter();
        var callee = _token.IsKeyword("new") ? New() : Primary();
        while (true)
        {
            if (TryTake(".")) callee = Checked(MemberOf(callee, false));
            else if (_token.Is("[")) callee = Checked(Index(callee, false));
            else break;
        }

        Leave();
        return Checked(new NewExpr(start, callee, _token.Is("(") ? Arguments() : []));
    }

    private Expr Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number or TokenKind.Text:
                Advance();
                return new LiteralExpr(token.Start, token.Value);
            case TokenKind.Template: return Template(null);
            case TokenKind.Name:
                if (token.Text == "async" && PeekIsFunction())
                {
                    Advance();
                    return Function(isStatement: false, isAsync: true);
                }

                CheckName(token);
                Advance();
                return new NameExpr(token.Start, token.Text);
            case TokenKind.Keyword: return KeywordPrimary(token);
            case TokenKind.Punctuator when token.Text is "/" or "/=":
                _token = _lexer.Pattern(token.Start, token.NewlineBefore);
                var pattern = Advance();
                return new PatternExpr(pattern.Start, pattern.Text, pattern.Flags);
            case TokenKind.Punctuator when token.Text == "(": return Group();
            case TokenKind.Punctuator when token.Text == "[": return ArrayLiteral();
            case TokenKind.Punctuator when token.Text == "{": return ObjectLiteral();
            default: throw Unexpected();
        }
    }

    private Expr KeywordPrimary(Token token)
    {
        switch (token.Text)
        {
            case "true" or "false":
                Advance();
                return new LiteralExpr(token.Start, DataValue.Of(token.Text == "true"));
            case "null":
                Advance();
                return new LiteralExpr(token.Start, DataValue.Null);
            case "this":
                Advance();
                return new ThisExpr(token.Start);
            case "function": return Function(isStatement: false);
            case "class": return Class(isStatement: false);
            case "super": return Super();
            default: throw Unexpected();
        }
    }

    private TemplateExpr Template(List<string>? raw)
    {
        var start = _token.Start;
        var texts = new List<string>();
        var parts = new List<Expr>();
        Enter();
        while (true)
        {
            var piece = _token;
            texts.Add(piece.Text);
            raw?.Add(_lexer.Raw(piece.Start + (raw.Count == 0 ? 1 : 0), piece.End - (piece.IsTail ? 1 : 2)));
            if (piece.IsTail) break;
            Advance();
            parts.Add(Expression());
            if (!_token.Is("}")) throw Unexpected("Expected '}'");
            _token = _lexer.ContinueTemplate(_token.End);
        }

        Leave();
        Advance();
        return Checked(new TemplateExpr(start, texts, parts));
    }

    private ArrayExpr ArrayLiteral()
    {
        var start = Advance().Start;
        Enter();
        var items = new List<Expr>();
        while (!TryTake("]"))
        {
            if (_token.Is(","))
            {
                // Kept as a gap for patterns ([, b] = pair); the compiler refuses it in a value.
                items.Add(new GapExpr(_token.Start));
                Advance();
                continue;
            }

            items.Add(SpreadOrValue());
            if (!_token.Is("]")) Expect(",");
        }

        Leave();
        return Checked(new ArrayExpr(start, items));
    }

    private ObjectExpr ObjectLiteral()
    {
        var start = Advance().Start;
        Enter();
        var members = new List<ObjectMember>();
        while (!TryTake("}"))
        {
            members.Add(Member());
            if (!_token.Is("}")) Expect(",");
        }

        Leave();
        return Checked(new ObjectExpr(start, members));
    }

    private ObjectMember Member()
    {
        var start = _token.Start;
        if (TryTake("...")) return new ObjectMember(start, null, null, new SpreadExpr(start, Assignment()));
        var first = _token;
        var (kind, isAsync, isGenerator) = Modifiers();
        var (name, computed) = Key();
        if (kind != MemberKind.Value) return new ObjectMember(start, name, computed, FunctionTail(start, name ?? "", new FunctionContext(false, false, null, false)), kind);
        if (_token.Is("(") || isAsync || isGenerator)
            return new ObjectMember(start, name, computed, FunctionTail(start, name ?? "", new FunctionContext(isAsync, isGenerator, null, IsDerived: false)));
        if (TryTake(":")) return new ObjectMember(start, name, computed, Assignment());
        if (first.Kind != TokenKind.Name) throw Unexpected("Expected ':'");
        CheckName(first);
        var value = new NameExpr(start, first.Text);
        if (!_token.Is("=")) return new ObjectMember(start, name, null, value);
        var at = Advance().Start;
        var fallback = FullValue();
        if (_coverInitializer < 0) _coverInitializer = at;
        return new ObjectMember(start, name, null, new AssignExpr(at, "=", value, fallback));
    }

    /// <summary><c>get</c>, <c>set</c>, <c>async</c> and <c>*</c> before the key of a method; each of the words can be a key itself.</summary>
    private (MemberKind Kind, bool IsAsync, bool IsGenerator) Modifiers()
    {
        if (TryTake("*")) return (MemberKind.Value, false, true);
        if (_token is not { Kind: TokenKind.Name, Text: "get" or "set" or "async" }) return (MemberKind.Value, false, false);
        var position = _lexer.Position;
        var next = _lexer.Next();
        _lexer.Position = position;
        if (next.Is("(") || next.Is(",") || next.Is(":") || next.Is("}") || next.Is("=") || next.Is(";") || next.Kind == TokenKind.End) return (MemberKind.Value, false, false);
        if (_token.Text == "async" && next.NewlineBefore) return (MemberKind.Value, false, false);
        var word = Advance();
        if (word.Text != "async") return (word.Text == "get" ? MemberKind.Getter : MemberKind.Setter, false, false);
        return (MemberKind.Value, true, TryTake("*"));
    }

    private (string? Name, Expr? Computed) Key()
    {
        if (!TryTake("[")) return (MemberKey(), null);
        var computed = FullValue();
        Expect("]");
        return (null, computed);
    }

    private string MemberKey()
    {
        if (_token.Kind is TokenKind.Name or TokenKind.Keyword or TokenKind.Text) return Advance().Text;
        if (_token is { Kind: TokenKind.Number, Value.Ref: Runtime.BigIntValue big })
        {
            Advance();
            return big.ToString();
        }

        if (_token.Kind == TokenKind.Number) return Runtime.NumberText.Of(Advance().Value.Num);
        throw Unexpected("Expected a member name");
    }
}
