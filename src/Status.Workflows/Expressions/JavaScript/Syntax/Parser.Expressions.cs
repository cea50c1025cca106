namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <content>Expressions down to unary operators.</content>
internal sealed partial class Parser
{
    private Expr Expression(bool allowIn = true)
    {
        var first = Assignment(allowIn);
        if (_coverInitializer >= 0 && allowIn) throw new SyntaxException(_coverInitializer, "Expected ':' and a value; '=' gives a default only in destructuring.");
        if (!_token.Is(",")) return first;
        var items = new List<Expr> { first };
        while (TryTake(",")) items.Add(Assignment(allowIn));
        return Checked(new SequenceExpr(first.Position, items));
    }

    private Expr Assignment(bool allowIn = true)
    {
        Enter();
        var outer = _coverInitializer;
        _coverInitializer = -1;
        var result = Checked(AssignmentBody(allowIn));
        if (_coverInitializer < 0) _coverInitializer = outer;
        Leave();
        return result;
    }

    private Expr AssignmentBody(bool allowIn)
    {
        var start = _token.Start;
        if (_token.Kind == TokenKind.Name && Arrow() is { } arrow) return arrow;
        if (_token.IsKeyword("yield") && _context.IsGenerator) return Yield();
        var left = Conditional(allowIn);
        if (left is ArrowParameters parameters)
        {
            if (!_token.Is("=>")) throw Unexpected("Expected '=>' after the parameters");
            return ArrowBody(start, parameters);
        }

        if (_token.Kind != TokenKind.Punctuator) return RefuseCover(left);
        var op = _token.Text;
        if (op is not ("=" or "+=" or "-=" or "*=" or "/=" or "%=" or "**=" or "<<=" or ">>=" or ">>>=" or "&=" or "|=" or "^=" or "&&=" or "||=" or "??=")) return RefuseCover(left);
        Expr target;
        if (op == "=")
        {
            _coverInitializer = -1;
            target = ToPattern(left, declares: false);
        }
        else
        {
            target = SimpleTarget(left);
        }

        Advance();
        return new AssignExpr(start, op, target, Assignment(allowIn));
    }

    /// <summary><c>{ a = 1 }</c> is a pattern only; it may wait for its <c>=</c> inside an array, object or parameter list.</summary>
    private Expr RefuseCover(Expr value)
    {
        if (_coverInitializer >= 0 && value is not (ObjectExpr or ArrayExpr))
            throw new SyntaxException(_coverInitializer, "Expected ':' and a value; '=' gives a default only in destructuring.");
        return value;
    }

    private Expr FullValue(bool allowIn = true)
    {
        var value = Assignment(allowIn);
        if (_coverInitializer >= 0) throw new SyntaxException(_coverInitializer, "Expected ':' and a value; '=' gives a default only in destructuring.");
        return value;
    }

    private static Expr SimpleTarget(Expr target) => target switch
    {
        NameExpr name => CheckedName(name),
        MemberExpr { Optional: false } or IndexExpr { Optional: false } or PrivateExpr { Optional: false } or SuperExpr => target,
        _ => throw new SyntaxException(target.Position, "Only a variable or a member can be assigned."),
    };

    private static NameExpr CheckedName(NameExpr name) => name.Name is "undefined" or "NaN" or "Infinity"
        ? throw new SyntaxException(name.Position, $"{name.Name} cannot be assigned.")
        : name;

    private Expr Conditional(bool allowIn)
    {
        var test = Binary(0, allowIn);
        if (!_token.Is("?")) return test;
        Advance();
        var then = FullValue();
        Expect(":");
        var otherwise = FullValue(allowIn);
        return new ConditionalExpr(test.Position, test, then, otherwise);
    }

    private static int Precedence(in Token token, bool allowIn)
    {
        if (token.Kind == TokenKind.Keyword) return token.Text switch { "instanceof" => 8, "in" when allowIn => 8, _ => 0 };
        if (token.Kind != TokenKind.Punctuator) return 0;
        return token.Text switch
        {
            "??" => 1,
            "||" => 2,
            "&&" => 3,
            "|" => 4,
            "^" => 5,
            "&" => 6,
            "==" or "!=" or "===" or "!==" => 7,
            "<" or ">" or "<=" or ">=" => 8,
            "<<" or ">>" or ">>>" => 9,
            "+" or "-" => 10,
            "*" or "/" or "%" => 11,
            "**" => 12,
            _ => 0,
        };
    }

    private Expr Binary(int above, bool allowIn)
    {
        var left = Unary();
        while (true)
        {
            var precedence = Precedence(_token, allowIn);
            if (precedence <= above || left is ArrowParameters) return left;
            var op = Advance();
            Expr right;
            if (op.Text == "**")
            {
                if (left is UnaryExpr) throw new SyntaxException(left.Position, "Put the operand of ** in parentheses: (-a) ** b.");
                Enter();
                right = Binary(11, allowIn);
                Leave();
            }
            else
            {
                right = Binary(precedence, allowIn);
            }

            left = Checked(Combine(op, left, right));
        }
    }

    private static Expr Combine(in Token op, Expr left, Expr right)
    {
        if (op.Text == "+")
        {
            if (left is SumExpr sum)
            {
                sum.Add(right);
                return sum;
            }

            return left is BinaryExpr { Op: "+", InParentheses: false } first
                ? new SumExpr(first.Position, [first.Left, first.Right, right])
                : new BinaryExpr(op.Start, "+", left, right);
        }

        if (op.Text == "??" && (Mixes(left) || Mixes(right)) || op.Text is "||" or "&&" && (left is BinaryExpr { Op: "??", InParentheses: false } || right is BinaryExpr { Op: "??", InParentheses: false }))
            throw new SyntaxException(op.Start, "?? beside || or && needs parentheses.");
        return new BinaryExpr(op.Start, op.Text, left, right);
    }

    private static bool Mixes(Expr side) => side is BinaryExpr { Op: "||" or "&&", InParentheses: false };

    private Expr Unary()
    {
        var start = _token.Start;
        if (_token.IsKeyword("await"))
        {
            if (!_context.IsAsync) throw Unexpected();
            Enter();
            Advance();
            var awaited = Unary();
            Leave();
            return Checked(new AwaitExpr(start, awaited));
        }

        if (_token.Kind == TokenKind.PrivateName) return HasPrivate();
        if (_token.Kind == TokenKind.Punctuator && _token.Text is "!" or "-" or "+" or "~" || _token.Kind == TokenKind.Keyword && _token.Text is "typeof" or "void" or "delete")
        {
            Enter();
            var op = Advance();
            var operand = Unary();
            Leave();
            if (op.Text == "delete" && operand is not (MemberExpr or IndexExpr or ChainExpr)) throw new SyntaxException(start, "delete takes a member (delete object.name).");
            return Checked(new UnaryExpr(start, op.Text, operand));
        }

        if (_token.Is("++") || _token.Is("--"))
        {
            Enter();
            var delta = Advance().Text == "++" ? 1 : -1;
            var target = SimpleTarget(Unary());
            Leave();
            return Checked(new UpdateExpr(start, delta, true, target));
        }

        var value = Postfix();
        if ((_token.Is("++") || _token.Is("--")) && !_token.NewlineBefore)
        {
            SimpleTarget(value);
            return Checked(new UpdateExpr(start, Advance().Text == "++" ? 1 : -1, false, value));
        }

        return value;
    }
}
