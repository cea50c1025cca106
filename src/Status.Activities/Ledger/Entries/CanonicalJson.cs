using System.Globalization;
using System.Text;

namespace Status.Activities.Ledger.Entries;

/// <summary>
/// JSON in the one spelling of RFC 8785 (JCS): members sorted by UTF-16 units, no spaces, shortest numbers, minimal escapes. Hashes
/// are taken over it, so anyone can recompute them with a JCS library of any language. Whole numbers and decimals that a double
/// would round are written exactly; half surrogate pairs, which JCS refuses, become U+FFFD.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Writes a value of the engine's closed set as UTF-8. Throws <see cref="NotSupportedException"/> for any other type.</summary>
    public static byte[] ToUtf8(object? value) => Encoding.UTF8.GetBytes(ToText(value));

    /// <inheritdoc cref="ToUtf8"/>
    public static string ToText(object? value)
    {
        var text = new StringBuilder(256);
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case string s: WriteString(text, s); break;
            case double number: text.Append(Number(number)); break;
            case int number: text.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case long number: text.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case decimal number: text.Append(Number(number)); break;
            case DateTimeOffset time: WriteString(text, Time(time)); break;
            case TimeSpan span: WriteString(text, span.ToString("c", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: WriteString(text, Convert.ToBase64String(bytes)); break;
            case IReadOnlyDictionary<string, object?> members: WriteObject(text, members); break;
            case IEnumerable<object?> items: WriteArray(text, items); break;
            default: throw new NotSupportedException($"A value of type {value.GetType().Name} has no canonical JSON form.");
        }
    }

    /// <summary>A time in UTC with microseconds, the resolution the database keeps.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private static void WriteObject(StringBuilder text, IReadOnlyDictionary<string, object?> members)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, member) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            WriteString(text, key);
            text.Append(':');
            Write(text, member);
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, IEnumerable<object?> items)
    {
        text.Append('[');
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            Write(text, item);
        }

        text.Append(']');
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                text.Append(c).Append(value[++i]);
            else
                WriteUnit(text, c);
        }

        text.Append('"');
    }

    private static void WriteUnit(StringBuilder text, char c)
    {
        switch (c)
        {
            case '"': text.Append("\\\""); break;
            case '\\': text.Append("\\\\"); break;
            case '\b': text.Append("\\b"); break;
            case '\t': text.Append("\\t"); break;
            case '\n': text.Append("\\n"); break;
            case '\f': text.Append("\\f"); break;
            case '\r': text.Append("\\r"); break;
            case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
            default: text.Append(char.IsSurrogate(c) ? '\uFFFD' : c); break;
        }
    }

    /// <summary>The text of ECMA-262's Number::toString (radix 10), which JCS prescribes; NaN and infinity become null as in JSON.stringify.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value)) return "null";
        if (value == 0) return "0";
        // .NET gives the shortest digits that read back to the same double; only their layout differs.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = new string([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]).TrimStart('0').TrimEnd('0');
        var point = Exponent(shortest) + 1;
        var sign = value < 0 ? "-" : "";
        if (point is > 0 and <= 21)
        {
            return digits.Length <= point
                ? sign + digits.PadRight(point, '0')
                : sign + digits[..point] + "." + digits[point..];
        }

        if (point is > -6 and <= 0) return sign + "0." + new string('0', -point) + digits;
        var exponent = point - 1;
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
    }

    /// <summary>The power of ten of the first significant digit.</summary>
    private static int Exponent(string shortest)
    {
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        if (e < 0)
        {
            // Plain notation: count from the first non-zero digit to the point.
            var dot = shortest.IndexOf('.', StringComparison.Ordinal);
            var whole = dot < 0 ? shortest : shortest[..dot];
            if (whole.TrimStart('0').Length > 0) return whole.TrimStart('0').Length - 1;
            var fraction = shortest[(dot + 1)..];
            return -(fraction.Length - fraction.TrimStart('0').Length) - 1;
        }

        return int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static string Number(decimal value)
    {
        if (value == 0) return "0";
        var asDouble = (double)value;
        if (asDouble is > -1e21 and < 1e21 && decimal.TryParse(Number(asDouble), NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == value)
            return Number(asDouble);
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
