using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Methods of arrays. Callbacks may change the array; each round looks at it as it is then.</summary>
internal static partial class ArrayMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("at", 1, At), ("concat", 1, Concat), ("every", 1, Every), ("fill", 1, Fill), ("filter", 1, Filter), ("find", 1, Find), ("findIndex", 1, FindIndex),
        ("findLast", 1, FindLast), ("findLastIndex", 1, FindLastIndex), ("flat", 0, Flat), ("flatMap", 1, FlatMap), ("forEach", 1, ForEach),
        ("includes", 1, Includes), ("indexOf", 1, IndexOf), ("join", 1, Join), ("lastIndexOf", 1, LastIndexOf), ("map", 1, Map), ("pop", 0, Pop), ("push", 1, Push),
        ("reduce", 1, Reduce), ("reduceRight", 1, ReduceRight), ("reverse", 0, Reverse), ("shift", 0, Shift), ("slice", 2, Slice), ("some", 1, Some), ("sort", 1, Sort),
        ("splice", 2, Splice), ("toReversed", 0, ToReversed), ("toSorted", 1, ToSorted), ("toSpliced", 2, ToSpliced), ("unshift", 1, Unshift), ("with", 2, With),
        ("copyWithin", 2, CopyWithin),
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Lib.Of(ArrayText.Join(run, This(run, self), ",", 0))),
        ("keys", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self) is var array ? Iteration.Iterator(Indices(array)) : default),
        ("values", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Iteration.Iterator(Iteration.Items(This(run, self)))),
        ("entries", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Iteration.Iterator(Entries(run, This(run, self)))),
        ("hasOwnProperty", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Objects.HasOwn(run, self, a.Arg(0)))));

    public static readonly NativeFunction Constructor = new("Array", 1, Construct)
    {
        Construct = Construct,
        HasInstance = value => value.Ref is DataArray,
        Statics = Lib.Members(
            ("isArray", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Coerce.Plain(a.Arg(0)).Ref is DataArray)),
            ("of", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Copy(run, a)),
            ("from", 1, From)),
    };

    private static DataArray This(Run run, in DataValue self) => self.Ref as DataArray ?? Coerce.Plain(self).Ref as DataArray ?? throw run.TypeError("This method needs an array.");

    private static DataArray Mutable(Run run, in DataValue self) => This(run, self) is { IsFrozen: false } array ? array : throw run.TypeError("Cannot change a frozen array.");

    private static DataValue Item(DataArray array, int index) => index < array.Count ? Coerce.Plain(array.Span[index]) : default;

    private static IEnumerable<DataValue> Indices(DataArray array)
    {
        for (var i = 0; i < array.Count; i++) yield return DataValue.Of((double)i);
    }

    private static IEnumerable<DataValue> Entries(Run run, DataArray array)
    {
        for (var i = 0; i < array.Count; i++) yield return Iteration.Pair(run, DataValue.Of((double)i), array.Span[i]);
    }

    private static DataValue Copy(Run run, ReadOnlySpan<DataValue> items)
    {
        var copy = Lib.NewArray(run, items.Length);
        foreach (ref readonly var item in items)
        {
            if (item.Ref is null or ScriptObject) run.Taint(copy, item);
            copy.Push(item);
        }

        return Lib.Of(copy);
    }

    private static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        if (arguments.Length != 1 || !arguments[0].IsNumber) return Copy(run, arguments);
        var array = new DataArray();
        Access.Set(run, Lib.Of(array), "length", arguments[0]);
        return Lib.Of(array);
    }

    private static DataValue From(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var source = Coerce.Plain(arguments.Arg(0));
        if (source.IsNullish) throw run.TypeError("Array.from needs something to walk over.");
        var callback = arguments.Arg(1).IsUndefined ? null : arguments.Callback(run, 1, "Array.from");
        var result = Lib.NewArray(run, 0);
        if (source.Ref is DataObject or HostObject)
        {
            var length = Math.Max(0, Coerce.ToInteger(run, Access.Get(run, source, "length")));
            for (double i = 0; i < length; i++)
            {
                run.Step();
                Add(Access.Get(run, source, NumberText.Of(i)));
            }
        }
        else if (Ops.Type(source) is not ("number" or "boolean" or "function"))
        {
            foreach (var item in Iteration.Of(run, source))
            {
                run.Step();
                Add(item);
            }
        }

        return Lib.Of(result);

        void Add(in DataValue item) => Access.Push(run, result, callback is null ? item : callback.Call(run, default, [item, DataValue.Of((double)result.Count)]));
    }

    private static DataValue At(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var at = Coerce.ToInteger(run, arguments.Arg(0));
        if (at < 0) at += array.Count;
        return at >= 0 && at < array.Count ? Item(array, (int)at) : default;
    }

    private static DataValue Concat(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var result = Lib.NewArray(run, This(run, self).Count);
        Iteration.AppendAll(run, self, result);
        foreach (ref readonly var argument in arguments)
        {
            if (Coerce.Plain(argument).Ref is DataArray) Iteration.AppendAll(run, Coerce.Plain(argument), result);
            else Access.Push(run, result, argument);
        }

        return Lib.Of(result);
    }

    private static DataValue Fill(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = Mutable(run, self);
        var from = Lib.Position(run, arguments.Arg(1), array.Count, 0);
        var to = Lib.Position(run, arguments.Arg(2), array.Count, array.Count);
        run.Charge(Math.Max(0, to - from));
        for (var i = from; i < to; i++) Access.SetItem(run, array, i, arguments.Arg(0));
        return self;
    }

    private static DataValue Flat(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var depth = arguments.Arg(0).IsUndefined ? 1 : Coerce.ToInteger(run, arguments[0]);
        var result = Lib.NewArray(run, 0);
        Flatten(run, This(run, self), depth, result, 0);
        return Lib.Of(result);
    }

    private static void Flatten(Run run, DataArray source, double depth, DataArray target, int level)
    {
        run.CheckDepth(run.Depth + level);
        run.Charge(source.Count);
        for (var i = 0; i < source.Count; i++)
        {
            var item = Item(source, i);
            if (depth >= 1 && item.Ref is DataArray inner) Flatten(run, inner, depth - 1, target, level + 1);
            else Access.Push(run, target, item);
        }
    }

    private static DataValue Includes(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        run.Charge(array.Count);
        for (var i = Lib.Position(run, arguments.Arg(1), array.Count, 0); i < array.Count; i++)
        {
            if (Ops.SameValueZero(array.Span[i], arguments.Arg(0))) return DataValue.Of(true);
        }

        return DataValue.Of(false);
    }

    private static DataValue IndexOf(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        run.Charge(array.Count);
        for (var i = Lib.Position(run, arguments.Arg(1), array.Count, 0); i < array.Count; i++)
        {
            if (Ops.StrictEquals(array.Span[i], arguments.Arg(0))) return DataValue.Of((double)i);
        }

        return DataValue.Of(-1d);
    }

    private static DataValue LastIndexOf(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        run.Charge(array.Count);
        var from = arguments.Length > 1 ? Coerce.ToInteger(run, arguments[1]) : array.Count - 1;
        for (var i = (int)(from < 0 ? array.Count + from : Math.Min(from, array.Count - 1)); i >= 0; i--)
        {
            if (Ops.StrictEquals(array.Span[i], arguments.Arg(0))) return DataValue.Of((double)i);
        }

        return DataValue.Of(-1d);
    }

    private static DataValue Join(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) =>
        Lib.Of(ArrayText.Join(run, This(run, self), arguments.Arg(0).IsUndefined ? "," : Coerce.ToText(run, arguments[0]), 0));

    private static DataValue Slice(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var from = Lib.Position(run, arguments.Arg(0), array.Count, 0);
        var to = Lib.Position(run, arguments.Arg(1), array.Count, array.Count);
        return from < to ? Copy(run, array.Span[from..to]) : Lib.Of(Lib.NewArray(run, 0));
    }

    private static DataValue With(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var at = Coerce.ToInteger(run, arguments.Arg(0));
        if (at < 0) at += array.Count;
        if (at < 0 || at >= array.Count) throw run.RangeError("Invalid index.");
        var copy = Copy(run, array.Span);
        Access.SetItem(run, (DataArray)copy.Ref!, (int)at, arguments.Arg(1));
        return copy;
    }
}
