using System.Globalization;
using System.Numerics;
using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Number</c> and methods of numbers.</summary>
internal static class NumberMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("toLocaleString", 0, NumberFormat.ToLocale), ("toFixed", 1, ToFixed), ("toPrecision", 1, ToPrecision), ("toExponential", 1, ToExponential), ("toString", 1, ToText),
        ("valueOf", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => self));

    public static readonly NativeFunction ParseFloat = new("parseFloat", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
    {
        var text = TextNumber.TrimStart(Coerce.ToText(run, a.Arg(0)));
        var length = TextNumber.DecimalLength(text);
        return length == 0 ? DataValue.Of(double.NaN) : TextNumber.FromDecimal(text[..length]);
    });

    public static readonly NativeFunction ParseInt = new("parseInt", 2, ParseWhole);

    public static readonly NativeFunction Constructor = new("Number", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => a.Length == 0 ? DataValue.Of(0d) : Coerce.ToNumeric(run, a[0]) is var n && n.Ref is BigIntValue big ? DataValue.Of((double)big.Value) : n)
    {
        Statics = new Dictionary<string, DataValue>(Lib.Members(
            ("isInteger", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(IsWhole(a.Arg(0)))),
            ("isSafeInteger", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(IsWhole(a.Arg(0)) && Coerce.Plain(a.Arg(0)) is { IsNumber: true } n && Math.Abs(n.Num) <= ExactNumber.MaxSafeInteger)),
            ("isFinite", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Coerce.Plain(a.Arg(0)) is { IsNumber: true, Num: var n } ? double.IsFinite(n) : Ops.Type(a.Arg(0)) == "number")),
            ("isNaN", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(a.Arg(0).IsNumber && double.IsNaN(a[0].Num)))))
        {
            ["MAX_SAFE_INTEGER"] = DataValue.Of(ExactNumber.MaxSafeInteger),
            ["MIN_SAFE_INTEGER"] = DataValue.Of(-ExactNumber.MaxSafeInteger),
            ["MAX_VALUE"] = DataValue.Of(double.MaxValue),
            ["MIN_VALUE"] = DataValue.Of(double.Epsilon),
            ["EPSILON"] = DataValue.Of(Math.Pow(2, -52)),
            ["NaN"] = DataValue.Of(double.NaN),
            ["POSITIVE_INFINITY"] = DataValue.Of(double.PositiveInfinity),
            ["NEGATIVE_INFINITY"] = DataValue.Of(double.NegativeInfinity),
            ["parseFloat"] = DataValue.Of((object)ParseFloat),
            ["parseInt"] = DataValue.Of((object)ParseInt),
        },
    };

    private static bool IsWhole(in DataValue value)
    {
        var plain = Coerce.Plain(value);
        return plain.IsNumber ? double.IsFinite(plain.Num) && Math.Floor(plain.Num) == plain.Num : Ops.Type(plain) == "number";
    }

    private static DataValue ParseWhole(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = TextNumber.TrimStart(Coerce.ToText(run, arguments.Arg(0)));
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '+' or '-') text = text[1..];
        var radix = Coerce.ToInt32(run, arguments.Arg(1));
        if (radix is 0 or 16 && text.Length > 1 && text[0] == '0' && text[1] is 'x' or 'X')
        {
            text = text[2..];
            radix = 16;
        }

        if (radix == 0) radix = 10;
        if (radix is < 2 or > 36) return DataValue.Of(double.NaN);
        run.Charge(text.Length >> 2);
        if (radix == 10)
        {
            var length = 0;
            while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
            if (length == 0) return DataValue.Of(double.NaN);
            return TextNumber.FromDecimal(string.Concat(negative ? "-" : "", text[..length]));
        }

        var value = TextNumber.ParseRadix(text, radix, wholeText: false);
        return DataValue.Of(negative ? -value : value);
    }

    private static double This(Run run, in DataValue self) => Ops.Type(self) == "number" ? Coerce.ToNumber(run, self) : throw run.TypeError("This method needs a number.");

    private static DataValue ToText(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var radix = arguments.Arg(0).IsUndefined ? 10 : Coerce.ToInteger(run, arguments[0]);
        if (radix is < 2 or > 36) throw run.RangeError("toString takes a radix between 2 and 36.");
        return radix == 10 ? Lib.Of(Coerce.ToText(run, Coerce.Plain(self))) : Lib.Of(RadixText.Of(This(run, self), (int)radix));
    }

    private static int Digits(Run run, in DataValue value, int from, int to)
    {
        var digits = Coerce.ToInteger(run, value);
        return digits >= from && digits <= to ? (int)digits : throw run.RangeError($"The number of digits must be between {from} and {to}.");
    }

    private static DataValue ToFixed(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var number = This(run, self);
        var digits = Digits(run, arguments.Arg(0), 0, 100);
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e21) return Lib.Of(NumberText.Of(number));
        var (rounded, _) = Decimals.Round(Math.Abs(number), digits);
        var text = rounded.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        if (digits > 0) text = text.Insert(text.Length - digits, ".");
        return Lib.Of(number < 0 ? "-" + text : text);
    }

    private static DataValue ToPrecision(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var number = This(run, self);
        if (arguments.Arg(0).IsUndefined || !double.IsFinite(number)) return Lib.Of(NumberText.Of(number));
        var precision = Digits(run, arguments[0], 1, 100);
        var (digits, exponent) = Decimals.Significant(Math.Abs(number), precision);
        var sign = number < 0 ? "-" : "";
        if (exponent < -6 || exponent >= precision) return Lib.Of(sign + NumberText.Scientific(digits, exponent));
        if (exponent == precision - 1) return Lib.Of(sign + digits);
        return Lib.Of(sign + (exponent >= 0 ? digits.Insert(exponent + 1, ".") : new StringBuilder("0.").Append('0', -exponent - 1).Append(digits).ToString()));
    }

    private static DataValue ToExponential(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var number = This(run, self);
        if (!double.IsFinite(number)) return Lib.Of(NumberText.Of(number));
        var sign = number < 0 ? "-" : "";
        if (arguments.Arg(0).IsUndefined)
        {
            var (shortest, pointAt) = NumberText.Shortest(Math.Abs(number));
            return Lib.Of(sign + NumberText.Scientific(shortest, number == 0 ? 0 : pointAt - 1));
        }

        var (digits, exponent) = Decimals.Significant(Math.Abs(number), Digits(run, arguments[0], 0, 100) + 1);
        return Lib.Of(sign + NumberText.Scientific(digits, exponent));
    }
}

/// <summary>Rounding over the exact decimal value of a double.</summary>
internal static class Decimals
{
    /// <summary>The whole number nearest to <paramref name="positive"/> · 10^<paramref name="digits"/>, halves upwards.</summary>
    public static (BigInteger Rounded, bool Exact) Round(double positive, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(positive);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;
        var scaled = new BigInteger(mantissa) * (digits >= 0 ? BigInteger.Pow(10, digits) : 1);
        var divisor = digits < 0 ? BigInteger.Pow(10, -digits) : BigInteger.One;
        if (exponent >= 0) scaled <<= exponent;
        else divisor <<= -exponent;
        var quotient = BigInteger.DivRem(scaled, divisor, out var rest);
        return rest * 2 >= divisor ? (quotient + 1, rest.IsZero) : (quotient, rest.IsZero);
    }

    /// <summary>Exactly <paramref name="precision"/> digits and the power of ten of the first.</summary>
    public static (string Digits, int Exponent) Significant(double positive, int precision)
    {
        if (positive == 0) return (new string('0', precision), 0);
        var exponent = (int)Math.Floor(Math.Log10(positive));
        for (var tries = 0; ; tries++)
        {
            var text = Round(positive, precision - 1 - exponent).Rounded.ToString(CultureInfo.InvariantCulture);
            if (text.Length == precision || tries > 3) return (text, exponent);
            exponent += text.Length > precision ? 1 : -1;
        }
    }
}

/// <summary>Numbers in another radix.</summary>
internal static class RadixText
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static string Of(double number, int radix)
    {
        if (!double.IsFinite(number)) return NumberText.Of(number);
        var positive = Math.Abs(number);
        var whole = Math.Floor(positive);
        var text = new StringBuilder();
        var fraction = positive - whole;
        var delta = Math.Max(0.5 * (Math.BitIncrement(positive) - positive), double.Epsilon);
        var digits = new List<int>();
        if (fraction >= delta)
        {
            // Digits until they tell this number from its neighbours, then rounded half to even with a carry.
            do
            {
                fraction *= radix;
                delta *= radix;
                var digit = (int)fraction;
                digits.Add(digit);
                fraction -= digit;
                if (fraction < 0.5 && (fraction != 0.5 || (digit & 1) == 0)) continue;
                if (fraction + delta <= 1) continue;
                while (digits.Count > 0 && digits[^1] + 1 >= radix) digits.RemoveAt(digits.Count - 1);
                if (digits.Count == 0) whole++;
                else digits[^1]++;
                break;
            }
            while (fraction >= delta);
        }

        Whole(text, new BigInteger(whole), radix);
        if (digits.Count > 0)
        {
            text.Append('.');
            foreach (var digit in digits) text.Append(Alphabet[digit]);
        }

        return (number < 0 ? "-" : "") + text;
    }

    private static void Whole(StringBuilder text, BigInteger value, int radix)
    {
        if (value.IsZero) text.Append('0');
        while (!value.IsZero)
        {
            value = BigInteger.DivRem(value, radix, out var digit);
            text.Insert(0, Alphabet[(int)digit]);
        }
    }
}
