using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <summary>Cuts a source into tokens, on demand: whether <c>/</c> opens a pattern and where a template goes on is the parser's knowledge.</summary>
internal sealed partial class Lexer(string source)
{
    private static readonly HashSet<string> _keywords = new(StringComparer.Ordinal)
    {
        "var", "let", "const", "function", "return", "if", "else", "for", "while", "do", "switch", "case", "default", "break", "continue", "try",
        "catch", "finally", "throw", "new", "typeof", "instanceof", "in", "delete", "void", "this", "null", "true", "false", "class", "super",
        "import", "export", "with", "debugger", "yield", "await", "enum", "extends",
    };

    private static readonly string[] _punctuators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
        "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".",
    ];

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _names =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private int _at;

    public int Position
    {
        get => _at;
        set => _at = value;
    }

    public Token Next()
    {
        var newline = SkipBlanks();
        var start = _at;
        if (_at >= source.Length) return new Token(TokenKind.End, start, start, "", default, newline);
        var c = source[_at];
        if (IsNameStart(c)) return Name(start, newline);
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < source.Length && char.IsAsciiDigit(source[_at + 1]))) return Number(start, newline);
        if (c is '"' or '\'') return Text(start, c, newline);
        if (c == '`')
        {
            _at++;
            return TemplatePiece(start, newline);
        }

        foreach (var punctuator in _punctuators)
        {
            if (!source.AsSpan(_at).StartsWith(punctuator, StringComparison.Ordinal)) continue;
            if (punctuator == "?." && _at + 2 < source.Length && char.IsAsciiDigit(source[_at + 2])) continue;
            _at += punctuator.Length;
            return new Token(TokenKind.Punctuator, start, _at, punctuator, default, newline);
        }

        if (c == '#' && _at + 1 < source.Length && IsNameStart(source[_at + 1]))
        {
            _at++;
            while (_at < source.Length && IsNamePart(source[_at])) _at++;
            return new Token(TokenKind.PrivateName, start, _at, string.Intern(source[start.._at]), default, newline);
        }

        if (c == '@') throw new SyntaxException(start, "Decorators are not part of this dialect.");
        throw new SyntaxException(start, $"Unexpected character {Describe(c)}.");
    }

    /// <summary>Reads on in a template literal after the <c>}</c> of a substitution.</summary>
    public Token ContinueTemplate(int start)
    {
        _at = start;
        return TemplatePiece(start, false);
    }

    /// <summary>Reads the <c>/</c> at <paramref name="start"/> as the beginning of a pattern.</summary>
    public Token Pattern(int start, bool newline)
    {
        var at = start + 1;
        var inClass = false;
        for (; ; at++)
        {
            if (at >= source.Length || IsLineEnd(source[at])) throw new SyntaxException(start, "The pattern is not closed with /.");
            var c = source[at];
            if (c == '\\') at++;
            else if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            else if (c == '/' && !inClass) break;
            if (at < source.Length && IsLineEnd(source[at])) throw new SyntaxException(start, "The pattern is not closed with /.");
        }

        var flags = at + 1;
        while (flags < source.Length && IsNamePart(source[flags])) flags++;
        _at = flags;
        return new Token(TokenKind.Pattern, start, flags, source[(start + 1)..at], default, newline, Flags: source[(at + 1)..flags]);
    }

    /// <summary>The source between two offsets, as a tagged template sees it: line ends are <c>\n</c>.</summary>
    public string Raw(int start, int end) => source[start..end].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '$' or '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '$' or '_' or '\u200c' or '\u200d'
        || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.ConnectorPunctuation;

    private static string Describe(char c) => c is > ' ' and < '\u007f' ? $"'{c}'" : $"U+{(int)c:X4}";

    private bool SkipBlanks()
    {
        var newline = _at == 0;
        while (_at < source.Length)
        {
            var c = source[_at];
            if (IsLineEnd(c)) newline = true;
            else if (c == '/' && _at + 1 < source.Length && source[_at + 1] == '/')
            {
                while (_at < source.Length && !IsLineEnd(source[_at])) _at++;
                continue;
            }
            else if (c == '/' && _at + 1 < source.Length && source[_at + 1] == '*')
            {
                var end = source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0) throw new SyntaxException(_at, "The comment is not closed with */.");
                newline |= source.AsSpan(_at, end - _at).ContainsAny("\n\r\u2028\u2029");
                _at = end + 2;
                continue;
            }
            else if (c is not (' ' or '\t' or '\v' or '\f' or '\u00a0' or '\ufeff') && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.SpaceSeparator) break;
            _at++;
        }

        return newline;
    }

    private Token Name(int start, bool newline)
    {
        while (_at < source.Length && IsNamePart(source[_at])) _at++;
        var span = source.AsSpan(start, _at - start);
        if (!_names.TryGetValue(span, out var name))
        {
            name = string.IsInterned(span.ToString()) ?? span.ToString();
            _names[span] = name;
        }

        return new Token(_keywords.Contains(name) ? TokenKind.Keyword : TokenKind.Name, start, _at, name, default, newline);
    }

    private Token TemplatePiece(int start, bool newline)
    {
        var text = new StringBuilder();
        while (true)
        {
            if (_at >= source.Length) throw new SyntaxException(start, "The template literal is not closed with `.");
            var c = source[_at++];
            if (c == '`') return new Token(TokenKind.Template, start, _at, text.ToString(), default, newline, IsTail: true);
            if (c == '$' && _at < source.Length && source[_at] == '{')
            {
                _at++;
                return new Token(TokenKind.Template, start, _at, text.ToString(), default, newline);
            }

            if (c == '\\') Escape(text);
            else if (c == '\r')
            {
                if (_at < source.Length && source[_at] == '\n') _at++;
                text.Append('\n');
            }
            else text.Append(c);
        }
    }

    private Token Text(int start, char quote, bool newline)
    {
        _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at >= source.Length || source[_at] is '\n' or '\r') throw new SyntaxException(start, $"The text is not closed with {quote}.");
            var c = source[_at++];
            if (c == quote) break;
            if (c == '\\') Escape(text);
            else text.Append(c);
        }

        var value = text.ToString();
        return new Token(TokenKind.Text, start, _at, value, DataValue.Of((object)value), newline);
    }
}
