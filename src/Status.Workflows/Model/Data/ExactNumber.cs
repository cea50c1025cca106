using System.Globalization;

namespace Status.Workflows.Model.Data;

/// <summary>Reads number literals so that no whole number is ever rounded in silence.</summary>
internal static class ExactNumber
{
    /// <summary>2^53 − 1: up to here every whole number is a double of its own.</summary>
    public const double MaxSafeInteger = 9007199254740991;

    /// <summary>
    /// Reads a JSON number. Whole numbers beyond ±(2^53 − 1) become <see cref="long"/>, then <see cref="decimal"/>, then a double when its
    /// value is exact or prints the same digits; <c>false</c> when none of them holds the number.
    /// </summary>
    public static bool TryRead(string text, out DataValue value)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        value = DataValue.Of(number);
        if (text.Length < 16 || Math.Abs(number) <= MaxSafeInteger || text.AsSpan().ContainsAny('.', 'e', 'E')) return true;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = DataValue.OfLong(whole);
            return true;
        }

        if (double.IsFinite(number) && PrintsAs(number, text)) return true;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact)) return false;
        value = DataValue.Of((object)exact);
        return true;
    }

    /// <summary>Whether a double is exactly the whole number written in <paramref name="digits"/>.</summary>
    public static bool IsExact(double number, string digits) =>
        double.IsFinite(number) && new System.Numerics.BigInteger(number) == System.Numerics.BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    private static bool PrintsAs(double number, string text)
    {
        if (text.Length > 400) return false;
        var shortest = System.Numerics.BigInteger.Parse(number.ToString("E16", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return IsExact(number, text) || shortest == System.Numerics.BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }
}
