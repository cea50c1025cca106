using System.Globalization;

namespace Status.Workflows.Expressions.Handlebars;

/// <summary>Reads what stands inside a tag: paths, literals, helpers with arguments, <c>(sub expressions)</c>.</summary>
internal sealed class ExpressionReader(string text, Func<string, TemplateSyntaxException> wrong)
{
    private const int MaxDepth = 20;
    private static readonly Dictionary<string, TemplateExpr> _noNames = [];

    private int _at;
    private int _depth;

    public void End()
    {
        Blanks();
        if (_at < text.Length) throw wrong($"Unexpected '{text[_at]}' in {{{{{text}}}}}.");
    }

    public TemplateCall Call()
    {
        if (++_depth > MaxDepth) throw wrong("Sub expressions are nested too deeply.");
        var target = Operand();
        var arguments = new List<TemplateExpr>();
        Dictionary<string, TemplateExpr>? named = null;
        while (true)
        {
            Blanks();
            if (_at >= text.Length || text[_at] == ')') break;
            if (Name() is { } name)
            {
                (named ??= [])[name] = Operand();
                continue;
            }

            if (named is not null) throw wrong("Arguments with a name come last.");
            arguments.Add(Operand());
        }

        _depth--;
        return new TemplateCall(target, arguments, named ?? _noNames);
    }

    private void Blanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    /// <summary><c>name=</c>, or <c>null</c> when something else follows.</summary>
    private string? Name()
    {
        var end = _at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-')) end++;
        if (end == _at || end >= text.Length || text[end] != '=') return null;
        var name = text[_at..end];
        _at = end + 1;
        return name;
    }

    private TemplateExpr Operand()
    {
        Blanks();
        if (_at >= text.Length) throw wrong("Something is missing in the tag.");
        var c = text[_at];
        if (c is '"' or '\'') return Text(c);
        if (c == '(') return Group();
        if (char.IsAsciiDigit(c) || (c == '-' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))) return Number();
        return Path();
    }

    private TemplateCall Group()
    {
        _at++;
        var call = Call();
        Blanks();
        if (_at >= text.Length || text[_at] != ')') throw wrong("Expected ')'.");
        _at++;
        return call;
    }

    private LiteralExpr Text(char quote)
    {
        var end = text.IndexOf(quote, _at + 1);
        if (end < 0) throw wrong("The text is not closed.");
        var value = text[(_at + 1)..end];
        _at = end + 1;
        return new LiteralExpr(value);
    }

    private LiteralExpr Number()
    {
        var start = _at++;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.')) _at++;
        return double.TryParse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new LiteralExpr(number)
            : throw wrong($"'{text[start.._at]}' is no number.");
    }

    private TemplateExpr Path()
    {
        var up = 0;
        while (string.CompareOrdinal(text, _at, "../", 0, 3) == 0)
        {
            up++;
            _at += 3;
        }

        var isData = _at < text.Length && text[_at] == '@';
        if (isData) _at++;
        var names = new List<string>();
        var isThis = false;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not (')' or '=' or '|'))
        {
            var part = Part();
            if (names.Count == 0 && part is "this" or "." or "..")
            {
                isThis = true;
                if (part == "..") up++;
            }
            else
            {
                names.Add(part);
            }

            if (_at < text.Length && text[_at] is '.' or '/') _at++;
            else break;
        }

        if (names.Count == 0 && !isThis && up == 0) throw wrong($"Expected a name in {{{{{text}}}}}.");
        if (up == 0 && !isData && !isThis && names is [var only])
        {
            switch (only)
            {
                case "true": return new LiteralExpr(true);
                case "false": return new LiteralExpr(false);
                case "null" or "undefined": return new LiteralExpr(null);
            }
        }

        return new PathExpr(up, isData, isThis, names);
    }

    private string Part()
    {
        if (text[_at] == '[')
        {
            var close = text.IndexOf(']', _at);
            if (close < 0) throw wrong("Expected ']'.");
            var name = text[(_at + 1)..close];
            _at = close + 1;
            return name;
        }

        var start = _at;
        if (text[_at] == '.')
        {
            while (_at < text.Length && text[_at] == '.') _at++;
            return text[start.._at];
        }

        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('.' or '/' or ')' or '(' or '=' or '|' or '[' or ']' or '"' or '\'' or '{' or '}' or '#' or '&' or '!')) _at++;
        return _at > start ? text[start.._at] : throw wrong($"Unexpected '{text[_at]}' in {{{{{text}}}}}.");
    }
}
