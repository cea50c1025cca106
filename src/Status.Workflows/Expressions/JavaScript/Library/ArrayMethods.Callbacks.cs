using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <content>Methods that call back.</content>
internal static partial class ArrayMethods
{
    private static DataValue Every(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => DataValue.Of(Search(run, self, arguments, "every", wanted: false) < 0);

    private static DataValue Some(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => DataValue.Of(Search(run, self, arguments, "some", wanted: true) >= 0);

    private static DataValue FindIndex(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => DataValue.Of((double)Search(run, self, arguments, "findIndex", wanted: true));

    private static DataValue Find(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => FindItem(run, self, arguments, backwards: false, out _);

    private static DataValue FindLast(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => FindItem(run, self, arguments, backwards: true, out _);

    private static DataValue FindLastIndex(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        FindItem(run, self, arguments, backwards: true, out var index);
        return DataValue.Of((double)index);
    }

    private static int Search(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments, string name, bool wanted)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, name);
        var count = array.Count;
        for (var i = 0; i < count; i++)
        {
            run.Step();
            if (Coerce.IsTruthy(callback.Call(run, arguments.Arg(1), [Item(array, i), DataValue.Of((double)i), self])) == wanted) return i;
        }

        return -1;
    }

    private static DataValue FindItem(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments, bool backwards, out int index)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, "find");
        var count = array.Count;
        for (var n = 0; n < count; n++)
        {
            run.Step();
            index = backwards ? count - 1 - n : n;
            var item = Item(array, index);
            if (Coerce.IsTruthy(callback.Call(run, arguments.Arg(1), [item, DataValue.Of((double)index), self]))) return item;
        }

        index = -1;
        return default;
    }

    private static DataValue Filter(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, "filter");
        var result = Lib.NewArray(run, 0);
        var count = array.Count;
        for (var i = 0; i < count && i < array.Count; i++)
        {
            run.Step();
            var item = Item(array, i);
            if (Coerce.IsTruthy(callback.Call(run, arguments.Arg(1), [item, DataValue.Of((double)i), self]))) Access.Push(run, result, item);
        }

        return Lib.Of(result);
    }

    private static DataValue Map(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, "map");
        var count = array.Count;
        var result = Lib.NewArray(run, count);
        for (var i = 0; i < count; i++)
        {
            run.Step();
            var value = callback.Call(run, arguments.Arg(1), [Item(array, i), DataValue.Of((double)i), self]);
            if (value.Ref is null or ScriptObject) run.Taint(result, value);
            result.Push(value);
        }

        return Lib.Of(result);
    }

    private static DataValue FlatMap(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, "flatMap");
        var result = Lib.NewArray(run, 0);
        var count = array.Count;
        for (var i = 0; i < count && i < array.Count; i++)
        {
            run.Step();
            var value = callback.Call(run, arguments.Arg(1), [Item(array, i), DataValue.Of((double)i), self]);
            if (value.Ref is DataArray) Iteration.AppendAll(run, value, result);
            else Access.Push(run, result, value);
        }

        return Lib.Of(result);
    }

    private static DataValue ForEach(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, "forEach");
        var count = array.Count;
        for (var i = 0; i < count && i < array.Count; i++)
        {
            run.Step();
            callback.Call(run, arguments.Arg(1), [Item(array, i), DataValue.Of((double)i), self]);
        }

        return default;
    }

    private static DataValue Reduce(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Fold(run, self, arguments, backwards: false);

    private static DataValue ReduceRight(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Fold(run, self, arguments, backwards: true);

    private static DataValue Fold(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments, bool backwards)
    {
        var array = This(run, self);
        var callback = arguments.Callback(run, 0, "reduce");
        var count = array.Count;
        var n = 0;
        DataValue sum;
        if (arguments.Length > 1) sum = arguments[1];
        else if (count == 0) throw run.TypeError("Reduce of an empty array needs an initial value.");
        else sum = Item(array, backwards ? count - 1 - n++ : n++);
        for (; n < count; n++)
        {
            run.Step();
            var i = backwards ? count - 1 - n : n;
            if (i < array.Count) sum = callback.Call(run, default, [sum, Item(array, i), DataValue.Of((double)i), self]);
        }

        return sum;
    }

    private static DataValue Sort(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        var sorted = Sorting.Sort(run, array.Span, arguments.Arg(0));
        sorted.AsSpan(0, Math.Min(sorted.Length, array.Count)).CopyTo(array.Span);
        return self;
    }

    private static DataValue ToSorted(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var source = This(run, self);
        return Copy(run, Sorting.Sort(run, source.Span, arguments.Arg(0)));
    }
}
