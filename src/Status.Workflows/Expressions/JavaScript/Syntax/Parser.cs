namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <summary>Recursive descent over the tokens. Stops at the first error (<see cref="SyntaxException"/>); never recurses deeper than <see cref="MaxDepth"/>.</summary>
internal sealed partial class Parser
{
    /// <summary>How deep a program may nest; chosen so that walking the tree fits in the stack that every call is sure to have.</summary>
    public const int MaxDepth = 200;

    private readonly Lexer _lexer;
    private Token _token;
    private int _lastEnd;
    private int _depth;
    private int _functionDepth;
    private int _coverInitializer = -1;
    private FunctionContext _context = new(IsAsync: true, IsGenerator: false, Place: null, IsDerived: false);

    private Parser(string source)
    {
        _lexer = new Lexer(source);
        _token = _lexer.Next();
    }

    /// <summary>The whole source as one expression.</summary>
    public static Expr ParseExpression(string source)
    {
        var parser = new Parser(source);
        var result = parser.Expression();
        parser.TryTake(";");
        if (parser._token.Kind != TokenKind.End) throw parser.Unexpected();
        return result;
    }

    /// <summary>The whole source as statements.</summary>
    public static List<Stmt> ParseScript(string source)
    {
        var parser = new Parser(source);
        var body = new List<Stmt>();
        while (parser._token.Kind != TokenKind.End) body.Add(parser.Statement());
        return body;
    }

    /// <summary>What the function around may use.</summary>
    private readonly record struct FunctionContext(bool IsAsync, bool IsGenerator, ClassPlace? Place, bool IsDerived);

    private Token Advance()
    {
        var token = _token;
        _lastEnd = token.End;
        _token = _lexer.Next();
        return token;
    }

    private bool TryTake(string punctuator)
    {
        if (!_token.Is(punctuator)) return false;
        Advance();
        return true;
    }

    private bool TryTakeKeyword(string word)
    {
        if (!_token.IsKeyword(word)) return false;
        Advance();
        return true;
    }

    private Token Expect(string punctuator) => _token.Is(punctuator) ? Advance() : throw Unexpected($"Expected '{punctuator}'");

    private void ExpectKeyword(string word)
    {
        if (!TryTakeKeyword(word)) throw Unexpected($"Expected '{word}'");
    }

    private SyntaxException Unexpected(string? expected = null)
    {
        var found = _token.Kind switch
        {
            TokenKind.End => "the end of the text",
            TokenKind.Text => "a text",
            TokenKind.Template => "a template literal",
            _ => $"'{(_token.Text.Length > 30 ? _token.Text[..30] + "…" : _token.Text)}'",
        };
        var hint = _token.Kind == TokenKind.Keyword ? Absent(_token.Text) : null;
        return new SyntaxException(_token.Start, hint ?? (expected is null ? $"Unexpected {found}." : $"{expected} but found {found}."));
    }

    private static string? Absent(string word) => word switch
    {
        "super" => "super stands only in the methods and the constructor of a class that extends another.",
        "await" => "await stands in async functions and outside of functions.",
        "yield" => "yield stands in generator functions (function*).",
        "import" or "export" => "Modules are not part of this dialect; everything a script may use is a global name.",
        "with" => "with is not part of this dialect; name the object.",
        "debugger" => "debugger is not part of this dialect.",
        "enum" => "enum is not part of this dialect; use an object literal.",
        _ => null,
    };

    private void Enter()
    {
        if (++_depth > MaxDepth) throw TooDeep(_token.Start);
    }

    private void Leave() => _depth--;

    private static SyntaxException TooDeep(int position) => new(position, $"The program is nested deeper than {MaxDepth} levels.");

    private static T Checked<T>(T node)
        where T : Node => node.Depth > MaxDepth ? throw TooDeep(node.Position) : node;

    private string BindingName()
    {
        if (_token.Kind != TokenKind.Name) throw Unexpected("Expected a name");
        CheckName(_token);
        return Advance().Text;
    }

    private static void CheckName(Token token)
    {
        if (token.Text is "eval" or "arguments") throw new SyntaxException(token.Start, token.Text == "eval" ? "eval is not part of this dialect." : "arguments is not part of this dialect; use a rest parameter (...args).");
    }

    private bool AtSemicolon() => _token.Is(";") || _token.Is("}") || _token.Kind == TokenKind.End || _token.NewlineBefore;

    private void EndStatement()
    {
        if (TryTake(";") || AtSemicolon()) return;
        throw Unexpected("Expected ';' or a new line");
    }
}
