using System.Globalization;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Texts as numbers (ECMA-262 §7.1.4.1, and <c>parseFloat</c>).</summary>
internal static class TextNumber
{
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f' or '\u00a0' or '\ufeff' or '\u2028' or '\u2029'
        || (c > '\u00ff' && char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator);

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => TrimEnd(TrimStart(text));

    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsBlank(text[0])) text = text[1..];
        return text;
    }

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsBlank(text[^1])) text = text[..^1];
        return text;
    }

    public static DataValue Parse(string text)
    {
        var span = Trim(text);
        if (span.Length == 0) return DataValue.Of(0d);
        if (span.Length > 2 && span[0] == '0' && (span[1] | 0x20) is 'x' or 'o' or 'b')
            return DataValue.Of(ParseRadix(span[2..], (span[1] | 0x20) switch { 'x' => 16, 'o' => 8, _ => 2 }, wholeText: true));
        var length = DecimalLength(span);
        return length == span.Length ? FromDecimal(span) : DataValue.Of(double.NaN);
    }

    /// <summary>How many characters from the start make a decimal literal; 0 when none.</summary>
    public static int DecimalLength(ReadOnlySpan<char> text)
    {
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text[at..].StartsWith("Infinity")) return at + 8;
        var digits = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at])) (at, digits) = (at + 1, digits + 1);
        if (at < text.Length && text[at] == '.')
        {
            var fraction = at + 1;
            while (fraction < text.Length && char.IsAsciiDigit(text[fraction])) (fraction, digits) = (fraction + 1, digits + 1);
            if (digits == 0) return 0;
            at = fraction;
        }

        if (digits == 0) return 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-') exponent++;
            var first = exponent;
            while (exponent < text.Length && char.IsAsciiDigit(text[exponent])) exponent++;
            if (exponent > first) at = exponent;
        }

        return at;
    }

    public static DataValue FromDecimal(ReadOnlySpan<char> literal)
    {
        var sign = literal[0] is '+' or '-' ? 1 : 0;
        if (literal[sign] == 'I') return DataValue.Of(literal[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        var text = (literal[0] == '+' ? literal[1..] : literal).ToString();
        if (ExactNumber.TryRead(text, out var value)) return value;
        return DataValue.Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>Digits of a radix; NaN when there are none, or, for a whole text, when something else follows.</summary>
    public static double ParseRadix(ReadOnlySpan<char> digits, int radix, bool wholeText)
    {
        var length = 0;
        while (length < digits.Length && Digit(digits[length]) < radix) length++;
        if (length == 0 || (wholeText && length < digits.Length)) return double.NaN;
        double value = 0;
        if (length <= 10)
        {
            foreach (var c in digits[..length]) value = (value * radix) + Digit(c);
            return value;
        }

        var exact = System.Numerics.BigInteger.Zero;
        foreach (var c in digits[..Math.Min(length, 1100)]) exact = (exact * radix) + Digit(c);
        return (double)exact * Math.Pow(radix, Math.Max(0, length - 1100));
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => 99,
    };
}
