using Status.Workflows.Expressions.JavaScript.Syntax;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <summary>Text to program: parse, tie names, compile to delegates.</summary>
internal static class ProgramCompiler
{
    /// <summary>The longest source that is read; longer ones are data, not scripts.</summary>
    private const int MaxLength = 512 * 1024;

    public static ProgramCode? Compile(string source, ScriptKind kind, out IReadOnlyList<ScriptProblem> problems)
    {
        if (source.Length > MaxLength)
        {
            problems = [new ScriptProblem(1, 1, $"The source is longer than {MaxLength} characters.")];
            return null;
        }

        var lines = Lines.Starts(source);
        try
        {
            var (body, result) = Parse(source, kind);
            var scope = Resolver.Resolve(body, out var found);
            var compiler = new Compiler(scope, found);
            var program = compiler.Program(body, result, lines);
            problems = [.. found.OrderBy(p => p.Position).Select(p => Problem(lines, p.Position, p.Message))];
            return found.Count == 0 ? program : null;
        }
        catch (SyntaxException error)
        {
            problems = [Problem(lines, error.Position, error.Message)];
            return null;
        }
        catch (InsufficientExecutionStackException)
        {
            problems = [new ScriptProblem(1, 1, "The program is nested too deeply.")];
            return null;
        }
    }

    private static (List<Stmt> Body, Expr? Result) Parse(string source, ScriptKind kind)
    {
        // "function f() {} [f(1)]" could be read as one expression; nobody means that.
        if (kind == ScriptKind.Script || IsDeclaration(source)) return (Parser.ParseScript(source), null);
        SyntaxException asExpression;
        try
        {
            var expression = Parser.ParseExpression(source);
            return ([new ExprStmt(expression.Position, expression)], expression);
        }
        catch (SyntaxException error)
        {
            asExpression = error;
        }

        try
        {
            return (Parser.ParseScript(source), null);
        }
        catch (SyntaxException asScript) when (asScript.Position < asExpression.Position)
        {
            // Whichever reading came further is what the author meant.
            throw asExpression;
        }
    }

    private static bool IsDeclaration(string source)
    {
        var text = source.AsSpan().TrimStart();
        if (text.StartsWith("class ", StringComparison.Ordinal)) return text[6..].TrimStart() is var rest && rest.Length > 0 && rest[0] != '{' && !rest.StartsWith("extends ", StringComparison.Ordinal);
        if (text.StartsWith("async ", StringComparison.Ordinal)) text = text[6..].TrimStart();
        if (!text.StartsWith("function", StringComparison.Ordinal) || text.Length < 9 || !(char.IsWhiteSpace(text[8]) || text[8] == '*')) return false;
        text = text[8..].TrimStart();
        if (text.Length > 0 && text[0] == '*') text = text[1..].TrimStart();
        return text.Length > 0 && text[0] != '(';
    }

    private static ScriptProblem Problem(int[] lines, int position, string message)
    {
        var (line, column) = Lines.Place(lines, position);
        return new ScriptProblem(line, column, message);
    }
}
