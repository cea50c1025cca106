using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Small words that the library is written with.</summary>
internal static class Lib
{
    public static Dictionary<string, NativeFunction> Table(params ReadOnlySpan<(string Name, int Length, NativeBody Body)> entries)
    {
        var table = new Dictionary<string, NativeFunction>(StringComparer.Ordinal);
        foreach (var (name, length, body) in entries) table[name] = new NativeFunction(name, length, body);
        return table;
    }

    public static Dictionary<string, DataValue> Members(params ReadOnlySpan<(string Name, int Length, NativeBody Body)> entries)
    {
        var table = new Dictionary<string, DataValue>(StringComparer.Ordinal);
        foreach (var (name, length, body) in entries) table[name] = DataValue.Of((object)new NativeFunction(name, length, body));
        return table;
    }

    public static DataValue Arg(this ReadOnlySpan<DataValue> arguments, int index) => index < arguments.Length ? arguments[index] : default;

    public static FunctionValue Callback(this ReadOnlySpan<DataValue> arguments, Run run, int index, string method) =>
        arguments.Arg(index).Ref as FunctionValue ?? throw run.TypeError($"{method} needs a function.");

    /// <summary>A start or end argument: negative counts from the end, absent gives the default; within 0 and the length.</summary>
    public static int Position(Run run, in DataValue value, int length, int absent)
    {
        if (value.IsUndefined) return absent;
        var at = Coerce.ToInteger(run, value);
        return (int)(at < 0 ? Math.Max(0, length + at) : Math.Min(at, length));
    }

    public static DataArray NewArray(Run run, long capacity)
    {
        run.Allocate(56 + (16 * capacity));
        run.Charge(capacity >> 2);
        return new DataArray((int)capacity);
    }

    public static DataValue Of(DataArray array) => DataValue.Of((object)array);

    public static DataValue Of(string text) => DataValue.Of((object)text);
}
