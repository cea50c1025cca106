using System.Runtime.CompilerServices;

namespace Status.Workflows.Model.Data;

/// <summary>
/// One value in sixteen bytes: numbers and booleans need no box. <c>default</c> is "undefined", which only scripts know; hosts read it as <c>null</c>.
/// Fields instead of properties, because the compiled scripts write the halves separately.
/// </summary>
internal struct DataValue
{
    /// <summary>A <see cref="DataTag"/>, or the object itself (string, container, byte[], a function of a script, …), or <c>null</c> for undefined.</summary>
    public object? Ref;

    /// <summary>The number, 1 or 0 for a boolean, or the bits of a long.</summary>
    public double Num;

    private static readonly object _true = true;
    private static readonly object _false = false;
    private static readonly object[] _smallNumbers = [.. Enumerable.Range(-1, 258).Select(n => (object)(double)n)];

    public static DataValue Undefined => default;

    public static DataValue Null => new() { Ref = DataTag.Null };

    public static DataValue Unset => new() { Ref = DataTag.Unset };

    public readonly bool IsNumber => (object?)Ref == DataTag.Number;

    public readonly bool IsBoolean => (object?)Ref == DataTag.Boolean;

    public readonly bool IsUndefined => Ref is null;

    public readonly bool IsNullish => Ref is null || (object?)Ref == DataTag.Null;

    public readonly long Long => BitConverter.DoubleToInt64Bits(Num);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DataValue Of(double number) => new() { Ref = DataTag.Number, Num = number };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DataValue Of(bool flag) => new() { Ref = DataTag.Boolean, Num = flag ? 1 : 0 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DataValue Of(object reference) => new() { Ref = reference };

    public static DataValue OfLong(long number) => new() { Ref = DataTag.Long, Num = BitConverter.Int64BitsToDouble(number) };

    /// <summary>Takes a value as hosts hold it.</summary>
    public static DataValue From(object? value) => value switch
    {
        null => Null,
        double number => Of(number),
        string text => Of((object)text),
        bool flag => Of(flag),
        long number => OfLong(number),
        _ => Of(value),
    };

    /// <summary>The value as hosts hold it; undefined is <c>null</c>.</summary>
    public readonly object? ToObject()
    {
        if (Ref is DataTag)
        {
            if (Ref == DataTag.Number) return Box(Num);
            if (Ref == DataTag.Boolean) return Num != 0 ? _true : _false;
            return Ref == DataTag.Long ? Long : null;
        }

        return Ref is TextRope rope ? rope.ToString() : Ref;
    }

    private static object Box(double number)
    {
        var small = (int)number;
        return small == number && small is >= -1 and <= 256 && (small != 0 || !double.IsNegative(number)) ? _smallNumbers[small + 1] : number;
    }
}
