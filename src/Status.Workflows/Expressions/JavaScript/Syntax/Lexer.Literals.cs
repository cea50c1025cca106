using System.Globalization;
using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Syntax;

/// <content>Escapes and numbers.</content>
internal sealed partial class Lexer
{
    private void Escape(StringBuilder text)
    {
        var start = _at - 1;
        if (_at >= source.Length) throw new SyntaxException(start, "The text ends in the middle of an escape.");
        var c = source[_at++];
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'v': text.Append('\v'); break;
            case 'f': text.Append('\f'); break;
            case 'x': text.Append((char)Hex(start, 2)); break;
            case 'u': UnicodeEscape(start, text); break;
            case '\r':
                if (_at < source.Length && source[_at] == '\n') _at++;
                break;
            case '\n' or '\u2028' or '\u2029': break;
            case '0' when _at >= source.Length || !char.IsAsciiDigit(source[_at]): text.Append('\0'); break;
            case >= '0' and <= '9': throw new SyntaxException(start, "Octal escapes are not part of this dialect; write \\xHH or \\uHHHH.");
            default: text.Append(c); break;
        }
    }

    private void UnicodeEscape(int start, StringBuilder text)
    {
        if (_at >= source.Length || source[_at] != '{')
        {
            text.Append((char)Hex(start, 4));
            return;
        }

        var close = source.IndexOf('}', _at);
        if (close < 0 || close - _at > 12 || !int.TryParse(source.AsSpan(_at + 1, close - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point is < 0 or > 0x10FFFF)
            throw new SyntaxException(start, "A code point is written \\u{0} to \\u{10FFFF}.");
        _at = close + 1;
        if (point < 0x10000) text.Append((char)point);
        else text.Append(char.ConvertFromUtf32(point));
    }

    private int Hex(int start, int digits)
    {
        if (_at + digits > source.Length || !int.TryParse(source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw new SyntaxException(start, $"This escape needs {digits} hexadecimal digits.");
        _at += digits;
        return value;
    }

    private Token Number(int start, bool newline)
    {
        if (BigIntLiteral(start, newline) is { } big) return big;
        var value = source[_at] == '0' && _at + 1 < source.Length && char.ToLowerInvariant(source[_at + 1]) is 'x' or 'o' or 'b'
            ? RadixNumber(start)
            : DecimalNumber(start);
        if (_at < source.Length && IsNamePart(source[_at])) throw new SyntaxException(_at, "A name cannot follow a number directly.");
        return new Token(TokenKind.Number, start, _at, source[start.._at], DataValue.Of(value), newline);
    }

    /// <summary><c>10n</c>, <c>0xffn</c>; <c>null</c> for any other number.</summary>
    private Token? BigIntLiteral(int start, bool newline)
    {
        var end = _at;
        while (end < source.Length && (char.IsAsciiLetterOrDigit(source[end]) || source[end] == '_')) end++;
        var text = source[_at..end];
        if (text is not [.., 'n']) return null;
        var digits = text[..^1].Replace("_", "", StringComparison.Ordinal);
        var misplaced = text.Contains("__", StringComparison.Ordinal) || text.Contains("_n", StringComparison.Ordinal) || text[0] == '_' || (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]));
        if (misplaced || digits.Length > 10_000 || Library.BigInts.Parse(digits) is not { } value) throw new SyntaxException(start, "A BigInt is written as digits and n: 10n, 0xffn, at most 10,000 digits.");
        _at = end;
        return new Token(TokenKind.Number, start, end, text, DataValue.Of((object)new Runtime.BigIntValue(value)), newline);
    }

    private double RadixNumber(int start)
    {
        var radix = char.ToLowerInvariant(source[_at + 1]) switch { 'x' => 16, 'o' => 8, _ => 2 };
        _at += 2;
        var digits = Digits(start, c => char.IsAsciiHexDigit(c) && System.Convert.ToInt32(c.ToString(), 16) < radix);
        if (digits.Length == 0) throw new SyntaxException(start, "Digits are missing.");
        var exact = System.Numerics.BigInteger.Zero;
        if (digits.Length > 300) throw new SyntaxException(start, "The number is too large.");
        foreach (var c in digits) exact = (exact * radix) + System.Convert.ToInt32(c.ToString(), 16);
        var value = (double)exact;
        if (new System.Numerics.BigInteger(value) != exact) throw TooLarge(start);
        return value;
    }

    private double DecimalNumber(int start)
    {
        var whole = Digits(start, char.IsAsciiDigit);
        if (whole.Length > 1 && whole[0] == '0') throw new SyntaxException(start, "A number does not begin with 0; octal numbers are written 0o17.");
        var text = new StringBuilder(whole);
        var isWhole = true;
        if (_at < source.Length && source[_at] == '.')
        {
            isWhole = false;
            _at++;
            text.Append('.').Append(Digits(start, char.IsAsciiDigit));
        }

        if (_at < source.Length && source[_at] is 'e' or 'E')
        {
            isWhole = false;
            _at++;
            text.Append('e');
            if (_at < source.Length && source[_at] is '+' or '-') text.Append(source[_at++]);
            var exponent = Digits(start, char.IsAsciiDigit);
            if (exponent.Length == 0) throw new SyntaxException(start, "The exponent has no digits.");
            text.Append(exponent);
        }

        if (text.Length > 400 && isWhole) throw TooLarge(start);
        var value = double.Parse(text.Insert(0, '0').ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (isWhole && value > ExactNumber.MaxSafeInteger && !ExactNumber.IsExact(value, whole)) throw TooLarge(start);
        return value;
    }

    private static SyntaxException TooLarge(int start) =>
        new(start, "This whole number cannot be held exactly (beyond 2^53); write it as a text.");

    private string Digits(int start, Func<char, bool> accepts)
    {
        var digits = new StringBuilder();
        var afterDigit = false;
        while (_at < source.Length)
        {
            var c = source[_at];
            if (accepts(c)) digits.Append(c);
            else if (c != '_') break;
            else if (!afterDigit || _at + 1 >= source.Length || !accepts(source[_at + 1])) throw new SyntaxException(start, "A _ stands only between two digits.");
            afterDigit = c != '_';
            _at++;
        }

        return digits.ToString();
    }
}
