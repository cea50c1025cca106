using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Objectives;

/// <summary>
/// Builds the tree by precedence climbing. It never throws and goes on after a problem, so that an author sees all of them at once.
/// </summary>
internal sealed class Parser
{
    /// <summary>Deeper objectives are refused: every walk over a tree is recursive.</summary>
    public const int MaxDepth = 200;

    private readonly List<Token> _tokens;
    private readonly List<ObjectiveProblem> _problems;
    private int _at;
    private int _nesting;

    private Parser(List<Token> tokens, List<ObjectiveProblem> problems) => (_tokens, _problems) = (tokens, problems);

    private Token Current => _tokens[_at];

    public static ObjectiveNode Parse(string text, List<ObjectiveProblem> problems)
    {
        var parser = new Parser(new Lexer(text, problems).Read(), problems);
        return parser.ParseAll();
    }

    private ObjectiveNode ParseAll()
    {
        if (Current.Kind == TokenKind.End)
        {
            _problems.Add(new(1, "The objective is empty; write a condition such as 'LATENCY <= 500'."));
            return new UnreadableNode(1);
        }

        var root = ParseBinary(1);
        while (Current.Kind != TokenKind.End)
        {
            var stray = Current;
            _problems.Add(new(stray.Column, stray.Kind == TokenKind.CloseParenthesis
                ? "This ')' closes nothing."
                : $"An operator is missing before '{stray.Text}'."));
            if (stray.Kind is TokenKind.CloseParenthesis or TokenKind.Operator) _at++;
            if (Current.Kind is not (TokenKind.End or TokenKind.CloseParenthesis)) ParseBinary(1);
            root = new UnreadableNode(stray.Column);
        }

        return root;
    }

    private ObjectiveNode ParseBinary(int minimum)
    {
        var left = ParseUnary();
        while (Current is { Kind: TokenKind.Operator } symbol && Precedence.OfBinary(symbol.Text) >= minimum)
        {
            _at++;
            var right = ParseBinary(Precedence.OfBinary(symbol.Text) + 1);
            left = Bounded(new BinaryNode(symbol.Text, left, right, symbol.Column));
        }

        return left;
    }

    private ObjectiveNode ParseUnary()
    {
        if (Current is not { Kind: TokenKind.Operator, Text: "!" or "-" or "+" } symbol) return ParsePrimary();
        _at++;
        if (!Enter(symbol.Column)) return new UnreadableNode(symbol.Column);
        var operand = ParseUnary();
        _nesting--;
        return symbol.Text == "+" ? operand : Bounded(new UnaryNode(symbol.Text, operand, symbol.Column));
    }

    private ObjectiveNode ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return new NumberNode(token.Number, token.Column);
            case TokenKind.True or TokenKind.False:
                _at++;
                return new TruthNode(token.Kind == TokenKind.True, token.Column);
            case TokenKind.Name:
                _at++;
                return Current.Kind == TokenKind.OpenParenthesis ? ParseAggregate(token) : new MetricNode(token.Text, null, token.Column);
            case TokenKind.OpenParenthesis:
                return ParseGroup();
            default:
                _problems.Add(new(token.Column, token.Kind == TokenKind.End
                    ? "The objective ends where a number, a metric or '(' is expected."
                    : $"A number, a metric or '(' is expected before '{token.Text}'."));
                return new UnreadableNode(token.Column);
        }
    }

    private ObjectiveNode ParseGroup()
    {
        var open = Current;
        _at++;
        if (!Enter(open.Column)) return new UnreadableNode(open.Column);
        var inner = ParseBinary(1);
        _nesting--;
        if (Current.Kind == TokenKind.CloseParenthesis) _at++;
        else _problems.Add(new(open.Column, "This '(' is never closed."));
        return inner;
    }

    private ObjectiveNode ParseAggregate(Token function)
    {
        var known = AggregateName.TryParse(function.Text, out var aggregate);
        if (!known) _problems.Add(new(function.Column, $"'{function.Text}' is not an aggregate; known are {AggregateName.All}."));
        _at++;
        var metric = Current;
        if (metric.Kind == TokenKind.Name)
        {
            _at++;
            if (Current.Kind == TokenKind.CloseParenthesis)
            {
                _at++;
                return known ? new MetricNode(metric.Text, aggregate, function.Column) : new UnreadableNode(function.Column);
            }
        }

        _problems.Add(new(metric.Column, $"'{function.Text}(' takes one metric name and ')'."));
        SkipToClosing();
        return new UnreadableNode(function.Column);
    }

    private void SkipToClosing()
    {
        for (var open = 1; Current.Kind != TokenKind.End && open > 0; _at++)
        {
            if (Current.Kind == TokenKind.OpenParenthesis) open++;
            if (Current.Kind == TokenKind.CloseParenthesis) open--;
        }
    }

    private bool Enter(int column)
    {
        if (++_nesting <= MaxDepth) return true;
        TooDeep(column);
        return false;
    }

    private ObjectiveNode Bounded(ObjectiveNode node)
    {
        if (node.Depth <= MaxDepth) return node;
        TooDeep(node.Column);
        return new UnreadableNode(node.Column);
    }

    private void TooDeep(int column)
    {
        _problems.Add(new(column, $"The objective is nested deeper than {MaxDepth} levels; split it into several guarantees."));
        _at = _tokens.Count - 1;
    }
}
