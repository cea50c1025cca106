using System.Numerics;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Arithmetic in which a whole number beyond 2^53 takes part: exact, or an error; never rounded.</summary>
internal static class Inexact
{
    public static BigInteger ToBig(in DataValue value) => value.IsNumber ? new BigInteger(value.Num) : value.Ref is BigIntValue big ? big.Value : value.Ref is decimal number ? new BigInteger(number) : new BigInteger(value.Long);

    public static double ToDouble(Run run, in DataValue value)
    {
        var exact = ToBig(value);
        var number = (double)exact;
        return new BigInteger(number) == exact ? number : throw Refuse(run, value);
    }

    public static DataValue Compute(Run run, char op, in DataValue left, in DataValue right)
    {
        if (!IsWhole(left) || !IsWhole(right)) return DataValue.Of(Ops.Compute(op, ToDoubleOrSelf(run, left), ToDoubleOrSelf(run, right)));
        var (a, b) = (ToBig(left), ToBig(right));
        switch (op)
        {
            case '+': return Fit(run, a + b, left);
            case '-': return Fit(run, a - b, left);
            case '*': return Fit(run, a * b, left);
            case '%' when !b.IsZero: return Fit(run, BigInteger.Remainder(a, b), left);
            case '/' when !b.IsZero && BigInteger.Remainder(a, b).IsZero: return Fit(run, a / b, left);
            default: return DataValue.Of(Ops.Compute(op, ToDouble(run, left), ToDouble(run, right)));
        }
    }

    public static DataValue Negate(Run run, in DataValue value) => Fit(run, -ToBig(value), value);

    /// <summary>Less than zero, zero or more as left is below, equal to or above right; <c>null</c> when NaN takes part.</summary>
    public static int? Compare(in DataValue left, in DataValue right)
    {
        if ((left.IsNumber && double.IsNaN(left.Num)) || (right.IsNumber && double.IsNaN(right.Num))) return null;
        if (left.IsNumber && double.IsInfinity(left.Num)) return left.Num > 0 ? 1 : -1;
        if (right.IsNumber && double.IsInfinity(right.Num)) return right.Num > 0 ? -1 : 1;
        var (a, b) = (left, right);
        var whole = Floor(a).CompareTo(Floor(b));
        return whole != 0 ? whole : Fraction(a).CompareTo(Fraction(b));
    }

    private static BigInteger Floor(in DataValue value) => value.IsNumber ? new BigInteger(Math.Floor(value.Num)) : ToBig(value);

    private static double Fraction(in DataValue value) => value.IsNumber ? value.Num - Math.Floor(value.Num) : 0;

    private static bool IsWhole(in DataValue value) => !value.IsNumber || (double.IsFinite(value.Num) && Math.Floor(value.Num) == value.Num);

    private static double ToDoubleOrSelf(Run run, in DataValue value) => value.IsNumber ? value.Num : ToDouble(run, value);

    private static DataValue Fit(Run run, BigInteger exact, in DataValue cause)
    {
        if (BigInteger.Abs(exact) <= (BigInteger)ExactNumber.MaxSafeInteger) return DataValue.Of((double)exact);
        if (exact >= long.MinValue && exact <= long.MaxValue) return DataValue.OfLong((long)exact);
        var number = (double)exact;
        return double.IsFinite(number) && new BigInteger(number) == exact ? DataValue.Of(number) : throw Refuse(run, cause);
    }

    private static ScriptThrow Refuse(Run run, in DataValue value) =>
        run.RangeError($"The whole number {Coerce.ToText(run, value)} cannot take part here without being rounded (beyond 2^53).");
}
