using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <content>Methods that change the array, and their copying twins.</content>
internal static partial class ArrayMethods
{
    private static DataValue Push(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        foreach (ref readonly var item in arguments) Access.Push(run, array, item);
        return DataValue.Of((double)array.Count);
    }

    private static DataValue Pop(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        if (array.Count == 0) return default;
        var last = Item(array, array.Count - 1);
        array.Resize(array.Count - 1);
        return last;
    }

    private static DataValue Shift(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        if (array.Count == 0) return default;
        run.Charge(array.Count >> 5);
        var first = Item(array, 0);
        array.RemoveAt(0);
        return first;
    }

    private static DataValue Unshift(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        Replace(run, array, 0, 0, arguments);
        return DataValue.Of((double)array.Count);
    }

    private static DataValue Splice(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        var (from, count) = Range(run, array, arguments);
        var removed = Copy(run, array.Span.Slice(from, count));
        Replace(run, array, from, count, arguments.Length > 2 ? arguments[2..] : []);
        return removed;
    }

    private static DataValue ToSpliced(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var (from, count) = Range(run, array, arguments);
        var copy = Copy(run, array.Span);
        Replace(run, (DataArray)copy.Ref!, from, count, arguments.Length > 2 ? arguments[2..] : []);
        return copy;
    }

    private static (int From, int Count) Range(Run run, DataArray array, ReadOnlySpan<DataValue> arguments)
    {
        var from = Lib.Position(run, arguments.Arg(0), array.Count, 0);
        if (arguments.Length == 0) return (0, 0);
        var count = arguments.Length == 1 ? array.Count - from : Math.Min(Math.Max(0, Coerce.ToInteger(run, arguments[1])), array.Count - from);
        return (from, (int)count);
    }

    private static void Replace(Run run, DataArray array, int from, int count, ReadOnlySpan<DataValue> items)
    {
        run.Charge(1 + (array.Count >> 5) + items.Length);
        run.Allocate(24L * items.Length);
        var before = array.Count;
        var delta = items.Length - count;
        if (delta > 0) array.Resize(before + delta);
        array.Span[(from + count)..before].CopyTo(array.Span[(from + items.Length)..]);
        if (delta < 0) array.Resize(before + delta);
        for (var i = 0; i < items.Length; i++) Access.SetItem(run, array, from + i, items[i]);
    }

    private static DataValue Reverse(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        run.Charge(array.Count);
        array.Span.Reverse();
        return self;
    }

    private static DataValue ToReversed(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var copy = Copy(run, This(run, self).Span);
        ((DataArray)copy.Ref!).Span.Reverse();
        return copy;
    }

    private static DataValue CopyWithin(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        var to = Lib.Position(run, arguments.Arg(0), array.Count, 0);
        var from = Lib.Position(run, arguments.Arg(1), array.Count, 0);
        var end = Lib.Position(run, arguments.Arg(2), array.Count, array.Count);
        var count = Math.Min(end - from, array.Count - to);
        run.Charge(Math.Max(0, count));
        if (count > 0) array.Span.Slice(from, count).CopyTo(array.Span[to..]);
        return self;
    }
}
