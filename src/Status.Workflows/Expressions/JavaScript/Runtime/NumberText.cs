using System.Globalization;
using System.Text;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Numbers as text, exactly as ECMA-262 §6.1.6.1.20 spells them.</summary>
internal static class NumberText
{
    private static readonly string[] _small = [.. Enumerable.Range(0, 1024).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    public static string Of(double number)
    {
        var whole = (int)number;
        if (whole == number) return (uint)whole < (uint)_small.Length ? _small[whole] : whole.ToString(CultureInfo.InvariantCulture);
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (Math.Abs(number) < 1e15 && Math.Floor(number) == number) return ((long)number).ToString(CultureInfo.InvariantCulture);
        var (digits, exponent) = Shortest(Math.Abs(number));
        return (number < 0 ? "-" : "") + Layout(digits, exponent);
    }

    /// <summary>The shortest digits that read back as the same number, and the power of ten of the point behind the first <c>exponent</c> digits.</summary>
    public static (string Digits, int PointAt) Shortest(double positive)
    {
        var shortest = positive.ToString("R", CultureInfo.InvariantCulture);
        var mantissa = shortest.AsSpan();
        var exponent = 0;
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = shortest.AsSpan(0, e);
        }

        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        var pointAt = (point < 0 ? mantissa.Length : point) + exponent;
        var zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        return digits.Length == 0 ? ("0", 1) : (digits, pointAt - zeros);
    }

    private static string Layout(string digits, int pointAt)
    {
        if (digits.Length <= pointAt && pointAt <= 21) return digits.PadRight(pointAt, '0');
        if (pointAt is > 0 and <= 21) return digits.Insert(pointAt, ".");
        if (pointAt is > -6 and <= 0) return "0." + new string('0', -pointAt) + digits;
        return Scientific(digits, pointAt - 1);
    }

    public static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent)).ToString();
    }
}
