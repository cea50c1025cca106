using System.Globalization;
using System.Numerics;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>BigInt</c>: its arithmetic and methods. What takes longer with more digits is charged before it is done.</summary>
internal static class BigInts
{
    /// <summary>The most bits that one may have.</summary>
    public const int MostBits = 1 << 20;

    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Lib.Of(ToText(run, This(run, self), Radix(run, a.Arg(0))))),
        ("toLocaleString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => NumberFormat.ToLocale(run, self, a)),
        ("valueOf", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => self));

    public static readonly NativeFunction Constructor = new("BigInt", 1, Convert)
    {
        HasInstance = _ => false,
        Statics = Lib.Members(
            ("asIntN", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Wrap(run, a, isSigned: true)),
            ("asUintN", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Wrap(run, a, isSigned: false))),
    };

    public static DataValue Of(Run run, BigInteger value)
    {
        run.Allocate(48 + value.GetByteCount());
        return DataValue.Of((object)new BigIntValue(value));
    }

    /// <summary>The number that a text spells: digits, or digits after 0x, 0o, 0b; <c>null</c> when it spells none.</summary>
    public static BigInteger? Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length == 0) return BigInteger.Zero;
        if (text.Length > 2 && text[0] == '0' && char.ToLowerInvariant(text[1]) is 'x' or 'o' or 'b') return ParseRadix(text[2..], char.ToLowerInvariant(text[1]) switch { 'x' => 4, 'o' => 3, _ => 1 });
        var digits = text[0] is '-' or '+' ? text[1..] : text;
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9')) return null;
        return BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    public static string ToText(Run run, BigInteger value, int radix)
    {
        Charge(run, value, value);
        var length = (long)(value.GetBitLength() / Math.Log2(radix)) + 2;
        run.AllocateText(length);
        if (radix == 10) return value.ToString(CultureInfo.InvariantCulture);
        if (value.IsZero) return "0";
        var (rest, digits, at) = (BigInteger.Abs(value), new char[(int)length + 1], (int)length + 1);
        for (; !rest.IsZero; rest = BigInteger.DivRem(rest, radix, out var digit), digits[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)digit]) run.Step();
        return (value.Sign < 0 ? "-" : "") + new string(digits, at, digits.Length - at);
    }

    public static DataValue Compute(Run run, char op, in DataValue left, in DataValue right)
    {
        var (a, b) = Both(run, left, right);
        Charge(run, a, op is '+' or '-' ? BigInteger.One : b);
        switch (op)
        {
            case '+': return Fit(run, a + b);
            case '-': return Fit(run, a - b);
            case '*':
                Limit(run, a.GetBitLength() + b.GetBitLength());
                return Fit(run, a * b);
            case '/' or '%' when b.IsZero: throw run.RangeError("Division by zero.");
            case '/': return Fit(run, BigInteger.Divide(a, b));
            case '%': return Fit(run, BigInteger.Remainder(a, b));
            default: return Power(run, a, b);
        }
    }

    public static DataValue Bits(Run run, string op, in DataValue left, in DataValue right)
    {
        var (a, b) = Both(run, left, right);
        Charge(run, a, BigInteger.One);
        Charge(run, b, BigInteger.One);
        switch (op)
        {
            case "&": return Fit(run, a & b);
            case "|": return Fit(run, a | b);
            case "^": return Fit(run, a ^ b);
            case "<<" or ">>":
                var by = op == "<<" ? b : -b;
                if (by > 0) Limit(run, by > MostBits ? a.IsZero ? 0 : long.MaxValue : a.GetBitLength() + (long)by);
                if (by > MostBits) return Fit(run, BigInteger.Zero);
                return Fit(run, by < -MostBits ? (a.Sign < 0 ? BigInteger.MinusOne : BigInteger.Zero) : by >= 0 ? a << (int)by : a >> (int)-by);
            default: throw run.TypeError("BigInts have no unsigned shift (>>>).");
        }
    }

    /// <summary>How two values compare of which one is a BigInt; <c>null</c> when they do not.</summary>
    public static int? Compare(Run run, in DataValue left, in DataValue right)
    {
        var (l, r) = (Numeric(run, left), Numeric(run, right));
        return l is null || r is null ? null : Inexact.Compare(l.Value, r.Value);
    }

    private static DataValue? Numeric(Run run, in DataValue value)
    {
        if (value.Ref is not (string or TextRope)) return Coerce.ToNumeric(run, value);
        var text = Coerce.ToText(run, value);
        ChargeDigits(run, text);
        return Parse(text) is { } parsed ? DataValue.Of((object)new BigIntValue(parsed)) : null;
    }

    private static BigInteger? ParseRadix(ReadOnlySpan<char> digits, int bits)
    {
        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? System.Convert.FromHexString($"0{c}")[0] : 255;
            if (digit >= 1 << bits) return null;
            value = (value << bits) | digit;
        }

        return value;
    }

    private static DataValue Power(Run run, BigInteger a, BigInteger b)
    {
        if (b.Sign < 0) throw run.RangeError("A BigInt has no negative power.");
        if (b.IsZero) return Fit(run, BigInteger.One);
        if (a.IsZero || a.IsOne) return Fit(run, a);
        if (a == BigInteger.MinusOne) return Fit(run, b.IsEven ? BigInteger.One : a);
        var bits = b > MostBits ? long.MaxValue : (long)(BigInteger.Log(BigInteger.Abs(a), 2) * (double)b) + 1;
        Limit(run, bits);
        ChargeWords(run, bits / 32, bits / 32);
        return Fit(run, BigInteger.Pow(a, (int)b));
    }

    private static DataValue Fit(Run run, BigInteger value)
    {
        Limit(run, value.GetBitLength());
        return Of(run, value);
    }

    private static void Limit(Run run, long bits)
    {
        if (bits > MostBits + 1) throw run.RangeError($"A BigInt has at most {MostBits} bits.");
    }

    private static void Charge(Run run, BigInteger a, BigInteger b) => ChargeWords(run, a.GetBitLength() / 32, b.GetBitLength() / 32);

    // Multiplying takes a time that grows with both lengths.
    private static void ChargeWords(Run run, long a, long b) => run.Charge(1 + ((a + 1) * (b + 1) / 16));

    private static void ChargeDigits(Run run, string text) => ChargeWords(run, text.Length / 9, text.Length / 9);

    private static (BigInteger A, BigInteger B) Both(Run run, in DataValue left, in DataValue right) => left.Ref is BigIntValue a && right.Ref is BigIntValue b
        ? (a.Value, b.Value)
        : throw run.TypeError("BigInts and numbers do not mix; convert one with BigInt(…) or Number(…).");

    private static BigInteger This(Run run, in DataValue self) => self.Ref is BigIntValue big ? big.Value : throw run.TypeError("This method needs a BigInt.");

    private static int Radix(Run run, in DataValue value)
    {
        var radix = value.IsUndefined ? 10 : Coerce.ToInteger(run, value);
        return radix is >= 2 and <= 36 ? (int)radix : throw run.RangeError("The radix must be between 2 and 36.");
    }

    private static DataValue Convert(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Of(run, ToBigInt(run, arguments.Arg(0), fromNumbers: true));

    /// <summary>A value as a BigInt; numbers only where they may become one.</summary>
    public static BigInteger ToBigInt(Run run, in DataValue value, bool fromNumbers)
    {
        var primitive = Coerce.ToPrimitive(run, Coerce.Plain(value), wantsText: false);
        switch (primitive.Ref)
        {
            case BigIntValue big: return big.Value;
            case string or TextRope:
                var text = Coerce.ToText(run, primitive);
                ChargeDigits(run, text);
                return Parse(text) ?? throw run.Error("SyntaxError", "The text is no whole number.");
            case DataTag tag when tag == DataTag.Boolean: return new BigInteger(primitive.Num);
            case DataTag tag when tag == DataTag.Number && fromNumbers:
                return double.IsFinite(primitive.Num) && Math.Floor(primitive.Num) == primitive.Num ? new BigInteger(primitive.Num) : throw run.RangeError("Only a whole number becomes a BigInt.");
            case DataTag tag when tag == DataTag.Long && fromNumbers: return primitive.Long;
            case decimal number when fromNumbers: return new BigInteger(number);
            default: throw run.TypeError("This value cannot become a BigInt.");
        }
    }

    private static DataValue Wrap(Run run, ReadOnlySpan<DataValue> arguments, bool isSigned)
    {
        var bits = Coerce.ToInteger(run, arguments.Arg(0));
        if (bits is < 0 or > MostBits) throw run.RangeError("The number of bits is out of range.");
        var value = ToBigInt(run, arguments.Arg(1), fromNumbers: false);
        Charge(run, value, BigInteger.One);
        run.Allocate((long)bits / 8);
        var whole = BigInteger.One << (int)bits;
        var wrapped = value & (whole - 1);
        return Of(run, isSigned && bits > 0 && wrapped >= whole >> 1 ? wrapped - whole : wrapped);
    }
}
