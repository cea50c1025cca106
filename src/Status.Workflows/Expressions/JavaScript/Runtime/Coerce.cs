using System.Globalization;
using System.Text.Json;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Conversions of ECMA-262 §7.1 over the closed set of values.</summary>
internal static class Coerce
{
    public static bool IsTruthy(in DataValue value)
    {
        if (value.Ref is DataTag tag)
        {
            if (tag == DataTag.Boolean) return value.Num != 0;
            if (tag == DataTag.Number) return value.Num != 0 && !double.IsNaN(value.Num);
            return tag == DataTag.Long && value.Long != 0;
        }

        return value.Ref switch
        {
            null => false,
            string text => text.Length > 0,
            TextRope rope => rope.Length > 0,
            decimal number => number != 0,
            int number => number != 0,
            BigIntValue big => !big.Value.IsZero,
            _ => true,
        };
    }

    /// <summary>Brings what hosts may hold besides the closed set (an <see cref="int"/>, a <see cref="Guid"/>, a list) into it.</summary>
    public static DataValue Plain(in DataValue value)
    {
        switch (value.Ref)
        {
            case DataTag tag when tag == DataTag.Long && value.Long is <= (long)ExactNumber.MaxSafeInteger and >= -(long)ExactNumber.MaxSafeInteger:
                return DataValue.Of((double)value.Long);
            case null or DataTag or string or DataObject or DataArray or ScriptObject or TextRope or DateTimeOffset or byte[] or TimeSpan: return value;
            case decimal number: return PlainDecimal(number, value);
            case int or short or byte or sbyte or ushort or uint: return DataValue.Of(System.Convert.ToDouble(value.Ref, CultureInfo.InvariantCulture));
            case float number: return DataValue.Of(number);
            case ulong number: return number <= long.MaxValue ? Plain(DataValue.OfLong((long)number)) : DataValue.Of((object)(decimal)number);
            case Guid or Uri or Enum: return DataValue.Of((object)value.Ref.ToString()!);
            case DateTime time: return DataValue.Of((object)new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time));
            case JsonElement element: return DataValue.From(DataJson.From(element));
            case HostFunction function: return DataValue.Of((object)new HostFunctionValue("", function));
            case IEnumerable<KeyValuePair<string, object?>> members: return DataValue.Of((object)new DataObject(members));
            case IEnumerable<object?> items: return DataValue.Of((object)new DataArray(items));
            default: return value;
        }
    }

    public static double ToNumber(Run run, in DataValue value)
    {
        if (value.IsNumber) return value.Num;
        var number = ToNumeric(run, value);
        if (number.Ref is BigIntValue) throw run.TypeError("A BigInt is not a number; convert it with Number(…).");
        return number.IsNumber ? number.Num : Inexact.ToDouble(run, number);
    }

    /// <summary>A number, or a whole number beyond 2^53 as it is.</summary>
    public static DataValue ToNumeric(Run run, in DataValue value)
    {
        if (value.Ref is DataTag tag)
        {
            if (tag == DataTag.Null) return DataValue.Of(0d);
            return tag == DataTag.Boolean ? DataValue.Of(value.Num) : Plain(value);
        }

        switch (value.Ref)
        {
            case null: return DataValue.Of(double.NaN);
            case string text:
                run.Charge(text.Length >> 4);
                return TextNumber.Parse(text);
            case TextRope rope: return TextNumber.Parse(rope.ToString());
            case decimal: return PlainDecimal((decimal)value.Ref, value);
            case TimeSpan span: return DataValue.Of(span.TotalMilliseconds);
            case BigIntValue: return value;
            case FunctionValue: return DataValue.Of(double.NaN);
        }

        var plain = Plain(value);
        return plain.IsNumber || plain.Ref is DataTag ? plain : ToNumeric(run, ToPrimitive(run, plain, wantsText: false));
    }

    public static string ToText(Run run, in DataValue value)
    {
        switch (value.Ref)
        {
            case string text: return text;
            case null: return "undefined";
            case TextRope: return (string)Run.Settle(run, value).Ref!;
            case DataTag tag:
                if (tag == DataTag.Number) return NumberText.Of(value.Num);
                if (tag == DataTag.Boolean) return value.Num != 0 ? "true" : "false";
                return tag == DataTag.Null ? "null" : value.Long.ToString(CultureInfo.InvariantCulture);
            case decimal number: return number.ToString(CultureInfo.InvariantCulture);
            case BigIntValue big: return Library.BigInts.ToText(run, big.Value, 10);
            case FunctionValue function: return $"function {function.Name}() {{ [code] }}";
        }

        return ToText(run, ToPrimitive(run, Plain(value), wantsText: true));
    }

    public static DataValue ToPrimitive(Run run, in DataValue value, bool wantsText)
    {
        switch (value.Ref)
        {
            case null or DataTag or string or TextRope or decimal or BigIntValue: return value;
            case DateValue date: return wantsText ? run.Text(Library.Dates.Text(run, date.Time)) : DataValue.Of(date.Time);
            case DateTimeOffset time: return wantsText ? run.Text(Library.Dates.Text(run, Library.Dates.TimeOf(time))) : DataValue.Of(Library.Dates.TimeOf(time));
            case DataArray array: return run.Text(Library.ArrayText.Join(run, array, ",", 0));
            case byte[] bytes: return run.Text(System.Convert.ToBase64String(bytes));
            case TimeSpan span: return wantsText ? run.Text(span.ToString("c", CultureInfo.InvariantCulture)) : DataValue.Of(span.TotalMilliseconds);
            case ErrorValue error when error.Members.Origin is null || Access.Get(run, value, "toString").Ref is NativeFunction: return run.Text(ErrorText(run, error, value));
            case ErrorValue: return FromMembers(run, value, wantsText);
            case PatternValue pattern: return run.Text(pattern.ToString());
            case DataObject: return FromMembers(run, value, wantsText);
            case PromiseValue: return DataValue.Of((object)"[object Promise]");
            case GeneratorValue: return DataValue.Of((object)"[object Generator]");
            case AsyncGeneratorValue: return DataValue.Of((object)"[object AsyncGenerator]");
            case TypedArrayValue typed: return run.Text(Library.ArrayText.Join(run, Library.TypedArrays.Copy(run, typed), ",", 0));
            case BufferValue: return DataValue.Of((object)"[object ArrayBuffer]");
            case ViewValue: return DataValue.Of((object)"[object DataView]");
            case SetValue: return DataValue.Of((object)"[object Set]");
            case MapValue: return DataValue.Of((object)"[object Map]");
            case LibraryObject library: return run.Text($"[object {library.Name}]");
            case FunctionValue function: return run.Text($"function {function.Name}() {{ [code] }}");
            default: return DataValue.Of((object)"[object Object]");
        }
    }

    public static int ToInt32(Run run, in DataValue value)
    {
        if (value.IsNumber) return ToInt32(value.Num);
        var number = ToNumeric(run, value);
        if (number.Ref is BigIntValue) throw run.TypeError("A BigInt is not a number; convert it with Number(…).");
        return number.IsNumber ? ToInt32(number.Num) : unchecked((int)(long)(Inexact.ToBig(number) & 0xFFFFFFFF));
    }

    public static int ToInt32(double number)
    {
        var whole = (int)number;
        if (whole == number) return whole;
        if (!double.IsFinite(number)) return 0;
        if (Math.Abs(number) < 9e18) return unchecked((int)(long)number);
        return unchecked((int)(long)(new System.Numerics.BigInteger(Math.Truncate(number)) & 0xFFFFFFFF));
    }

    public static double ToInteger(Run run, in DataValue value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number);
    }

    /// <summary>A member key.</summary>
    public static string ToKey(Run run, in DataValue value) => value.Ref is string text ? text : ToText(run, value);

    private static DataValue PlainDecimal(decimal number, in DataValue value)
    {
        // A fraction becomes the nearest double as every JavaScript number; a whole number beyond 2^53 stays what it is.
        return Math.Abs(number) <= (decimal)ExactNumber.MaxSafeInteger || number != Math.Truncate(number) ? DataValue.Of((double)number) : value;
    }

    private static string ErrorText(Run run, ErrorValue error, in DataValue self)
    {
        if (error.Members.Origin is null) return error.ToString();
        var (name, message) = (ToText(run, Access.Get(run, self, "name")), ToText(run, Access.Get(run, self, "message")));
        return name.Length == 0 ? message : message.Length == 0 ? name : $"{name}: {message}";
    }

    private static DataValue FromMembers(Run run, in DataValue self, bool wantsText)
    {
        var called = 0;
        foreach (var name in wantsText ? _textFirst : _valueFirst)
        {
            if (Access.Get(run, self, name).Ref is not FunctionValue function) continue;
            var result = function.Call(run, self, []);
            if (result.Ref is null or DataTag or string or decimal or BigIntValue) return result;
            called++;
        }

        if (called == 2) throw run.TypeError("Cannot convert an object to a primitive value.");

        return DataValue.Of((object)"[object Object]");
    }

    private static readonly string[] _textFirst = ["toString", "valueOf"];
    private static readonly string[] _valueFirst = ["valueOf", "toString"];
}
