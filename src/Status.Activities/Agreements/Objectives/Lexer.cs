using System.Globalization;

namespace Status.Activities.Agreements.Objectives;

/// <summary>Splits an objective into tokens and notes every character and number that cannot be read.</summary>
internal sealed class Lexer(string text, List<ObjectiveProblem> problems)
{
    /// <summary>More digits than these cannot all be kept by <see cref="decimal"/>.</summary>
    private const int MaxDigits = 28;

    private static readonly string[] _operators = ["===", "!==", ">=", "<=", "==", "!=", "&&", "||", ">", "<", "!", "+", "-", "*", "/", "%"];

    private int _at;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            if (_at == text.Length) break;
            if (Next() is { } token) tokens.Add(token);
        }

        tokens.Add(new(TokenKind.End, "", text.Length + 1));
        return tokens;
    }

    /// <summary>Whether <paramref name="name"/> can stand in an objective without quotes.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart) && name is not ("true" or "false");

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '.';

    private Token? Next()
    {
        var start = _at;
        var c = text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))) return ReadNumber();
        if (IsNameStart(c)) return ReadName();
        if (c is '"' or '\'' or '`') return ReadQuoted(c);
        if (c is '(' or ')')
        {
            _at++;
            return new(c == '(' ? TokenKind.OpenParenthesis : TokenKind.CloseParenthesis, c.ToString(), start + 1);
        }

        foreach (var symbol in _operators)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new(TokenKind.Operator, symbol.Length == 3 ? symbol[..2] : symbol, start + 1);
        }

        _at++;
        if (char.IsHighSurrogate(c) && _at < text.Length) _at++;
        problems.Add(new(start + 1, c switch
        {
            '=' => "'=' assigns nothing here; write '==' to compare.",
            '&' or '|' => $"'{c}' works on bits; write '{c}{c}'.",
            _ => $"'{text[start.._at]}' is not part of an objective.",
        }));
        return c is '=' or '&' or '|' ? new(TokenKind.Operator, c == '=' ? "==" : $"{c}{c}", start + 1) : null;
    }

    private Token ReadName()
    {
        var start = _at;
        while (_at < text.Length && IsNamePart(text[_at])) _at++;
        var name = text[start.._at];
        var kind = name switch { "true" => TokenKind.True, "false" => TokenKind.False, _ => TokenKind.Name };
        return new(kind, name, start + 1);
    }

    private Token ReadQuoted(char quote)
    {
        var start = _at;
        var end = text.IndexOf(quote, start + 1);
        if (end < 0)
        {
            problems.Add(new(start + 1, $"The metric name that starts here has no closing {quote}."));
            end = text.Length;
        }

        var name = text[(start + 1)..end];
        _at = Math.Min(end + 1, text.Length);
        if (name.Length == 0) problems.Add(new(start + 1, "A metric name cannot be empty."));
        return new(TokenKind.Name, name, start + 1);
    }

    private Token ReadNumber()
    {
        var start = _at;
        SkipDigits();
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            var signed = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? 2 : 1;
            if (_at + signed < text.Length && char.IsAsciiDigit(text[_at + signed]))
            {
                _at += signed;
                SkipDigits();
            }
        }

        var digits = text[start.._at];
        if (_at < text.Length && IsNamePart(text[_at]))
        {
            while (_at < text.Length && IsNamePart(text[_at])) _at++;
            problems.Add(new(start + 1, $"'{text[start.._at]}' is neither a number nor a name."));
            return new(TokenKind.Number, digits, start + 1);
        }

        if (!TryParseExact(digits, out var number))
            problems.Add(new(start + 1, $"'{digits}' cannot be kept exactly: at most {MaxDigits} digits and magnitudes up to 7.9e28."));
        return new(TokenKind.Number, digits, start + 1, number);
    }

    private void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
    }

    private static bool TryParseExact(string digits, out decimal number)
    {
        // decimal.Parse rounds silently; what it rounded would compare differently from what the author wrote.
        var exponentAt = digits.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? digits : digits[..exponentAt];
        var significant = mantissa.Replace(".", "", StringComparison.Ordinal).Trim('0').Length;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : mantissa[(point + 1)..].TrimEnd('0').Length;
        var exponent = 0;
        number = 0;
        if (exponentAt >= 0 && !int.TryParse(digits[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        return significant <= MaxDigits && fraction - (long)exponent <= MaxDigits
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }
}
