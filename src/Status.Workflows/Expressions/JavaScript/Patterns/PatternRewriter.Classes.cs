using System.Globalization;

namespace Status.Workflows.Expressions.JavaScript.Patterns;

/// <content>Escapes and character classes.</content>
internal sealed partial class PatternRewriter
{
    private void Escape()
    {
        if (_at + 1 >= pattern.Length) throw new PatternException("\\ at the end of the pattern.");
        var c = pattern[_at + 1];
        if (c is >= '1' and <= '9')
        {
            var at = _at + 1;
            Number(ref at, out var number);
            if (number > _groupsInAll) throw new PatternException($"The pattern has no group {number}.");
            _at = at;
            Reference(number);
            return;
        }

        if (c == 'k' && (unicode || _names.Exists(n => n is not null)))
        {
            var end = pattern.IndexOf('>', _at);
            var number = Peek(_at + 2) == '<' && end > 0 ? _names.IndexOf(pattern[(_at + 3)..end]) : -1;
            if (number < 1) throw new PatternException("The pattern has no group of this name.");
            _at = end + 1;
            Reference(number);
            return;
        }

        if (ClassEscape() is { } set)
        {
            _out.Append((ignoreCase && unicode ? set.FoldCase() : set).ToExpression(unicode));
            return;
        }

        _at++;
        Literal(CharacterEscape());
    }

    private void Reference(int group)
    {
        // Inside its own group, or before it, a reference matches nothing; a look-behind reads backwards, so there the group may come first.
        if (!_closed.Contains(group) && _lookBehind == 0)
        {
            _out.Append("(?:)");
            return;
        }

        NeedsBacktracking = true;
        _out.Append(CultureInfo.InvariantCulture, $"(?({group}){(ignoreCase ? $"(?i:\\{group})" : $"\\{group}")}|)");
    }

    /// <summary>\d \D \w \W \s \S and \p{…}; <c>null</c> when the escape is none of them.</summary>
    private CharSet? ClassEscape()
    {
        var c = Peek(_at + 1);
        CharSet set;
        switch (c)
        {
            case 'd' or 'D': set = CharSet.Digits; break;
            case 'w' or 'W': set = CharSet.Words; break;
            case 's' or 'S': set = CharSet.Blanks; break;
            case 'p' or 'P' when unicode: return Property(c == 'P');
            default: return null;
        }

        _at += 2;
        return char.IsUpper(c) ? set.Negate() : set;
    }

    private CharSet Property(bool negated)
    {
        var end = pattern.IndexOf('}', _at);
        if (Peek(_at + 2) != '{' || end < 0) throw new PatternException("A property is written \\p{…}.");
        var name = pattern[(_at + 3)..end];
        if (name.StartsWith("General_Category=", StringComparison.Ordinal)) name = name["General_Category=".Length..];
        if (name.StartsWith("gc=", StringComparison.Ordinal)) name = name["gc=".Length..];
        name = name switch
        {
            "Letter" => "L",
            "Lowercase_Letter" => "Ll",
            "Uppercase_Letter" => "Lu",
            "Number" => "N",
            "Decimal_Number" => "Nd",
            "Punctuation" => "P",
            "Symbol" => "S",
            "Separator" => "Z",
            "Mark" => "M",
            "Other" => "C",
            "Currency_Symbol" => "Sc",
            "Math_Symbol" => "Sm",
            "Space_Separator" => "Zs",
            _ => name,
        };
        var set = name == "Any" ? new CharSet().Negate() : name == "ASCII" ? new CharSet().Add(0, 127) : CharSet.Category(name);
        if (set is null) throw new PatternException($"\\p{{{name}}} is not part of this dialect; general categories such as \\p{{L}} or \\p{{Lu}} are.");
        _at = end + 1;
        return negated ? set.Negate() : set;
    }

    /// <summary>One character after the backslash.</summary>
    private int CharacterEscape()
    {
        var c = pattern[_at];
        switch (c)
        {
            case 't': return Step('\t');
            case 'n': return Step('\n');
            case 'v': return Step('\v');
            case 'f': return Step('\f');
            case 'r': return Step('\r');
            case '0' when !char.IsAsciiDigit(Peek(_at + 1)): return Step('\0');
            case 'c' when char.IsAsciiLetter(Peek(_at + 1)):
                _at += 2;
                return pattern[_at - 1] % 32;
            case 'x' when Hex(_at + 1, 2, out var value):
                _at += 3;
                return value;
            case 'u' when Hex(_at + 1, 4, out var unit):
                _at += 5;
                if (unicode && unit is >= 0xD800 and <= 0xDBFF && Peek(_at) == '\\' && Peek(_at + 1) == 'u' && Hex(_at + 2, 4, out var low) && low is >= 0xDC00 and <= 0xDFFF)
                {
                    _at += 6;
                    return char.ConvertToUtf32((char)unit, (char)low);
                }

                return unit;
            case 'u' when unicode && Peek(_at + 1) == '{':
                var end = pattern.IndexOf('}', _at);
                if (end < 0 || !int.TryParse(pattern.AsSpan(_at + 2, end - _at - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point is < 0 or > 0x10FFFF)
                    throw new PatternException("A code point is written \\u{0} to \\u{10FFFF}.");
                _at = end + 1;
                return point;
        }

        if (unicode && !"^$\\.*+?()[]{}|/-".Contains(c, StringComparison.Ordinal)) throw new PatternException($"Invalid escape \\{c} in a pattern with the u flag.");
        if (char.IsAsciiDigit(c)) throw new PatternException("Octal escapes are not part of this dialect; write \\xHH.");
        return Point();
    }

    private int Step(int value)
    {
        _at++;
        return value;
    }

    private bool Hex(int at, int digits, out int value)
    {
        value = 0;
        return at + digits <= pattern.Length && int.TryParse(pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private CharSet Class()
    {
        _at++;
        var negated = Take('^');
        var set = new CharSet();
        while (!Take(']'))
        {
            if (!More) throw new PatternException("A character class of the pattern is not closed.");
            var first = Member(out var from);
            if (Peek(_at) != '-' || Peek(_at + 1) is ']' or '\0')
            {
                set.Add(first);
                continue;
            }

            _at++;
            var second = Member(out var to);
            if (from < 0 || to < 0)
            {
                if (unicode) throw new PatternException("A class cannot be the end of a range in the pattern.");
                set.Add(first).Add('-', '-').Add(second);
                continue;
            }

            if (to < from) throw new PatternException("A range of the pattern is out of order.");
            set.Add(from, to);
        }

        if (ignoreCase) set = set.FoldCase();
        return negated ? set.Negate() : set;
    }

    private CharSet Member(out int point)
    {
        point = -1;
        if (pattern[_at] == '\\')
        {
            if (_at + 1 >= pattern.Length) throw new PatternException("\\ at the end of the pattern.");
            if (ClassEscape() is { } set) return set;
            _at++;
            if (pattern[_at] == 'b') point = Step('\b');
            else point = CharacterEscape();
        }
        else
        {
            point = Point();
        }

        return new CharSet().Add(point, point);
    }
}
