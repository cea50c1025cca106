using System.Runtime.CompilerServices;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Operators over any two values; the compiled code calls them when its fast path for two numbers does not apply.</summary>
internal static class Ops
{
    private const int RopeFrom = 512;

    public static DataValue Add(Run run, in DataValue left, in DataValue right)
    {
        if (left.IsNumber && right.IsNumber) return DataValue.Of(left.Num + right.Num);
        if (left.Ref is string a && right.Ref is string b) return Concat(run, a, b);
        var l = Coerce.ToPrimitive(run, Coerce.Plain(left), wantsText: left.Ref is DateValue or DateTimeOffset);
        var r = Coerce.ToPrimitive(run, Coerce.Plain(right), wantsText: right.Ref is DateValue or DateTimeOffset);
        if (l.Ref is string or TextRope || r.Ref is string or TextRope)
            return Concat(run, l.Ref is TextRope ? l.Ref : Coerce.ToText(run, l), r.Ref is TextRope ? r.Ref : Coerce.ToText(run, r));
        return Arithmetic(run, '+', l, r);
    }

    public static DataValue Arithmetic(Run run, char op, in DataValue left, in DataValue right)
    {
        var l = Coerce.ToNumeric(run, left);
        var r = Coerce.ToNumeric(run, right);
        if (l.Ref is BigIntValue || r.Ref is BigIntValue) return Library.BigInts.Compute(run, op, l, r);
        return l.IsNumber && r.IsNumber ? DataValue.Of(Compute(op, l.Num, r.Num)) : Inexact.Compute(run, op, l, r);
    }

    /// <summary>One more or less, for <c>++</c> and <c>--</c>.</summary>
    public static DataValue Increment(Run run, in DataValue number, int delta) =>
        Arithmetic(run, '+', number, number.Ref is BigIntValue ? DataValue.Of((object)new BigIntValue(delta)) : DataValue.Of((double)delta));

    public static double Compute(char op, double left, double right) => op switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        '%' => left % right,
        _ => Power(left, right),
    };

    public static double Power(double left, double right) =>
        double.IsNaN(right) || (Math.Abs(left) == 1 && double.IsInfinity(right)) ? double.NaN : Math.Pow(left, right);

    public static DataValue Bits(Run run, string op, in DataValue left, in DataValue right)
    {
        if (!left.IsNumber || !right.IsNumber)
        {
            var (a, b) = (Coerce.ToNumeric(run, left), Coerce.ToNumeric(run, right));
            if (a.Ref is BigIntValue || b.Ref is BigIntValue) return Library.BigInts.Bits(run, op, a, b);
            return DataValue.Of(Bits(op, Coerce.ToInt32(run, a), Coerce.ToInt32(run, b)));
        }

        return DataValue.Of(Bits(op, Coerce.ToInt32(left.Num), Coerce.ToInt32(right.Num)));
    }

    private static double Bits(string op, int l, int r)
    {
        return op switch
        {
            "&" => l & r,
            "|" => l | r,
            "^" => l ^ r,
            "<<" => l << (r & 31),
            ">>" => l >> (r & 31),
            _ => (double)((uint)l >> (r & 31)),
        };
    }

    public static DataValue Concat(Run run, object left, object right)
    {
        var total = (long)Length(left) + Length(right);
        if (total > int.MaxValue / 4 || total * 2 > run.BytesLeft) run.Allocate(Math.Max(total * 2, run.BytesLeft + 1));
        if (total >= RopeFrom && Length(left) > 0 && Length(right) > 0)
        {
            run.Allocate(56);
            return DataValue.Of((object)new TextRope(left, right));
        }

        run.Allocate(24 + (2 * total));
        return DataValue.Of((object)string.Concat(left.ToString(), right.ToString()));
    }

    private static int Length(object text) => text is string flat ? flat.Length : ((TextRope)text).Length;

    public static bool StrictEquals(in DataValue left, in DataValue right)
    {
        if (left.IsNumber && right.IsNumber) return left.Num == right.Num;
        if (left.Ref is DataTag a && right.Ref is DataTag b && a == b && a != DataTag.Long) return a == DataTag.Null || left.Num == right.Num;
        if (left.Ref is string x && right.Ref is string y) return string.Equals(x, y);
        if (ReferenceEquals(left.Ref, right.Ref)) return left.Ref is not DataTag || left.Long == right.Long;
        return SlowEquals(left, right);
    }

    public static bool LooseEquals(Run run, in DataValue left, in DataValue right)
    {
        if (left.IsNullish || right.IsNullish) return left.IsNullish && right.IsNullish;
        var l = Coerce.Plain(left);
        var r = Coerce.Plain(right);
        if (Type(l) == Type(r)) return StrictEquals(l, r);
        if (IsObject(l)) return !IsObject(r) && LooseEquals(run, Coerce.ToPrimitive(run, l, wantsText: l.Ref is DateValue), r);
        if (IsObject(r)) return LooseEquals(run, l, Coerce.ToPrimitive(run, r, wantsText: r.Ref is DateValue));
        if (l.Ref is BigIntValue || r.Ref is BigIntValue) return Library.BigInts.Compare(run, l, r) == 0;
        return StrictEquals(Coerce.ToNumeric(run, l), Coerce.ToNumeric(run, r));
    }

    /// <summary>SameValueZero: what <c>includes</c>, <c>Map</c> and <c>Set</c> compare by.</summary>
    public static bool SameValueZero(in DataValue left, in DataValue right) =>
        StrictEquals(left, right) || (left.IsNumber && right.IsNumber && double.IsNaN(left.Num) && double.IsNaN(right.Num));

    /// <summary>a &lt; b, with <paramref name="orEqual"/> a &lt;= b.</summary>
    public static bool Less(Run run, in DataValue left, in DataValue right, bool orEqual)
    {
        var l = Coerce.ToPrimitive(run, Coerce.Plain(left), wantsText: false);
        var r = Coerce.ToPrimitive(run, Coerce.Plain(right), wantsText: false);
        if (l.Ref is string or TextRope && r.Ref is string or TextRope)
        {
            var order = string.CompareOrdinal(Coerce.ToText(run, l), Coerce.ToText(run, r));
            return order < 0 || (orEqual && order == 0);
        }

        if (l.Ref is BigIntValue || r.Ref is BigIntValue) return Library.BigInts.Compare(run, l, r) is { } ordered && (ordered < 0 || (orEqual && ordered == 0));
        l = Coerce.ToNumeric(run, l);
        r = Coerce.ToNumeric(run, r);
        if (l.IsNumber && r.IsNumber) return orEqual ? l.Num <= r.Num : l.Num < r.Num;
        return Inexact.Compare(l, r) is { } compared && (compared < 0 || (orEqual && compared == 0));
    }

    public static bool IsObject(in DataValue value) => value.Ref is not (null or DataTag or string or TextRope or decimal or BigIntValue);

    public static string Type(in DataValue value) => value.Ref switch
    {
        null => "undefined",
        string or TextRope => "string",
        DataTag tag => tag == DataTag.Boolean ? "boolean" : tag == DataTag.Null ? "object" : "number",
        decimal or int or float or short or byte or uint or ulong => "number",
        Guid or Uri or Enum => "string",
        BigIntValue => "bigint",
        FunctionValue => "function",
        _ => "object",
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool SlowEquals(in DataValue left, in DataValue right)
    {
        var l = Coerce.Plain(left);
        var r = Coerce.Plain(right);
        if (l.Ref is TextRope or string && r.Ref is TextRope or string) return string.Equals(l.Ref.ToString(), r.Ref.ToString());
        var isNumber = l.Ref is DataTag or decimal && Type(l) == "number" && Type(r) == "number";
        if (l.Ref is BigIntValue x && r.Ref is BigIntValue y) return x.Value == y.Value;
        if (isNumber) return Inexact.Compare(l, r) == 0;
        return ReferenceEquals(l.Ref, r.Ref) && l.Ref is not null && l.Long == r.Long;
    }
}
