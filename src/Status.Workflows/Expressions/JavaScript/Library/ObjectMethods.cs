using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>The few methods every object has; found by a call only, so that data with such keys stays data.</summary>
internal static class ObjectMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("hasOwnProperty", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Objects.HasOwn(run, self, a.Arg(0)))),
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => self.Ref is DataObject ? Lib.Of("[object Object]") : Lib.Of(Coerce.ToText(run, self))),
        ("valueOf", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => self));

    public static readonly Dictionary<string, NativeFunction> BooleanTable = Lib.Table(
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Lib.Of(Coerce.ToText(run, self))),
        ("valueOf", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => self));
}

/// <summary>Methods of functions.</summary>
internal static class FunctionMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("call", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self).Call(run, a.Arg(0), a.Length > 1 ? a[1..] : [])),
        ("apply", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self).Call(run, a.Arg(0), a.Arg(1).IsNullish ? [] : Iteration.ToArray(run, Iteration.Of(run, a[1])).Span)),
        ("bind", 1, Bind),
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Lib.Of(Coerce.ToText(run, self))));

    private static FunctionValue This(Run run, in DataValue self) => self.Ref as FunctionValue ?? throw run.TypeError("This method needs a function.");

    private static DataValue Bind(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(96 + (16 * arguments.Length));
        var function = This(run, self);
        var receiver = arguments.Arg(0);
        var bound = arguments.Length > 1 ? arguments[1..].ToArray() : [];
        return DataValue.Of((object)new NativeFunction("bound " + function.Name, Math.Max(0, function.Length - bound.Length), (Run inner, in DataValue _, ReadOnlySpan<DataValue> rest) =>
        {
            inner.Step();
            return function.Call(inner, receiver, [.. bound, .. rest]);
        }));
    }
}
