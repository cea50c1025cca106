using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Typed arrays. Methods that arrays have too work on a copy of the elements, whose result becomes a typed array or goes back where the method's meaning is that.</summary>
internal static class TypedArrays
{
    private static readonly string[] _reading = ["at", "every", "find", "findIndex", "findLast", "findLastIndex", "forEach", "includes", "indexOf", "join", "lastIndexOf", "reduce", "reduceRight", "some", "toString", "keys", "values", "entries"];
    private static readonly string[] _making = ["filter", "map", "slice", "toReversed", "with"];
    private static readonly string[] _changing = ["fill", "reverse", "copyWithin"];

    public static readonly Dictionary<string, NativeFunction> Table = Methods();

    public static NativeFunction Constructor(ElementKind kind)
    {
        var name = kind + "Array";
        return new NativeFunction(name, 3, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => throw run.TypeError("Make it with new."))
        {
            Construct = (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Construct(run, kind, a),
            HasInstance = v => v.Ref is TypedArrayValue typed && typed.Kind == kind,
            Statics = new Dictionary<string, DataValue>(Lib.Members(
                ("of", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => From(run, kind, a.ToArray())),
                ("from", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
                    From(run, kind, ((DataArray)((NativeFunction)ArrayMethods.Constructor.Statics!["from"].Ref!).Call(run, default, a).Ref!).Span.ToArray()))), StringComparer.Ordinal)
            {
                ["BYTES_PER_ELEMENT"] = DataValue.Of((double)TypedArrayValue.SizeOf(kind)),
            },
        };
    }

    /// <summary>Members that are no methods; undefined for others.</summary>
    public static DataValue Get(TypedArrayValue array, string name) => name switch
    {
        "length" => DataValue.Of((double)array.Count),
        "byteLength" => DataValue.Of((double)(array.Count * array.Size)),
        "byteOffset" => DataValue.Of((double)array.Offset),
        "BYTES_PER_ELEMENT" => DataValue.Of((double)array.Size),
        "buffer" => DataValue.Of((object)array.Buffer),
        _ => Access.IndexOf(name) is >= 0 and var index ? array.Get(index) : default,
    };

    public static DataValue From(Run run, ElementKind kind, ReadOnlySpan<DataValue> items)
    {
        var made = Make(run, kind, items.Length);
        run.Charge(items.Length);
        for (var i = 0; i < items.Length; i++) made.Set(run, i, items[i]);
        return DataValue.Of((object)made);
    }

    /// <summary>What a host gets: bytes as bytes, other numbers as a list.</summary>
    public static object ToData(Run run, TypedArrayValue array)
    {
        run.Allocate(array.Count * 24L);
        if (array.Kind is ElementKind.Uint8 or ElementKind.Uint8Clamped) return array.Buffer.Bytes.AsSpan(array.Offset, array.Count).ToArray();
        return new DataArray(array.Items().Select(i => i.Ref is BigIntValue big ? big.ToData() : i.ToObject()));
    }

    public static DataArray Copy(Run run, TypedArrayValue array)
    {
        var copy = Lib.NewArray(run, array.Count);
        run.Charge(array.Count);
        foreach (var item in array.Items())
        {
            if (item.Ref is ScriptObject) run.Allocate(48);
            Access.Push(run, copy, item);
        }

        return copy;
    }

    private static TypedArrayValue Make(Run run, ElementKind kind, double count) => count is >= 0 and <= int.MaxValue && Math.Floor(count) == count
        ? new TypedArrayValue(kind, BufferValue.Make(run, count * TypedArrayValue.SizeOf(kind)), 0, (int)count)
        : throw run.RangeError("Invalid typed array length.");

    private static DataValue Construct(Run run, ElementKind kind, ReadOnlySpan<DataValue> arguments)
    {
        var first = Coerce.Plain(arguments.Arg(0));
        switch (first.Ref)
        {
            case BufferValue buffer: return OfBuffer(run, kind, buffer, arguments);
            case TypedArrayValue other: return From(run, kind, Copy(run, other).Span);
            case byte[] bytes when kind == ElementKind.Uint8:
                run.Allocate(64 + bytes.Length);
                return DataValue.Of((object)new TypedArrayValue(kind, new BufferValue([.. bytes]), 0, bytes.Length));
            case var _ when Ops.IsObject(first): return From(run, kind, Iteration.ToArray(run, Iteration.Of(run, first)).Span);
            default: return DataValue.Of((object)Make(run, kind, first.IsUndefined ? 0 : Coerce.ToInteger(run, first)));
        }
    }

    private static DataValue OfBuffer(Run run, ElementKind kind, BufferValue buffer, ReadOnlySpan<DataValue> arguments)
    {
        var size = TypedArrayValue.SizeOf(kind);
        var offset = arguments.Arg(1).IsUndefined ? 0 : Coerce.ToInteger(run, arguments[1]);
        if (offset < 0 || offset % size != 0) throw run.RangeError($"A {kind}Array begins at a multiple of {size} bytes.");
        var left = buffer.Bytes.Length - offset;
        if (arguments.Arg(2).IsUndefined && left % size != 0) throw run.RangeError($"The buffer's length is no multiple of {size} bytes.");
        var count = arguments.Arg(2).IsUndefined ? left / size : Coerce.ToInteger(run, arguments[2]);
        if (count < 0 || count * size > left) throw run.RangeError("The typed array would reach beyond its buffer.");
        run.Allocate(48);
        return DataValue.Of((object)new TypedArrayValue(kind, buffer, (int)offset, (int)count));
    }

    private static Dictionary<string, NativeFunction> Methods()
    {
        var table = Lib.Table(("set", 1, Set), ("subarray", 2, Part), ("sort", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Back(run, self, Sorted(run, self, a))), ("toSorted", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => From(run, This(run, self).Kind, Sorted(run, self, a).Span)));
        foreach (var name in _reading) table[name] = Shared(name, (_, _, result) => result);
        foreach (var name in _making) table[name] = Shared(name, (run, array, result) => From(run, array.Kind, ((DataArray)result.Ref!).Span));
        foreach (var name in _changing) table[name] = Shared(name, (run, array, result) => Back(run, DataValue.Of((object)array), (DataArray)result.Ref!));
        return table;
    }

    private static NativeFunction Shared(string name, Func<Run, TypedArrayValue, DataValue, DataValue> end)
    {
        var method = ArrayMethods.Table[name];
        return new NativeFunction(name, method.Length, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
        {
            var array = This(run, self);
            return end(run, array, method.Call(run, Lib.Of(Copy(run, array)), a));
        });
    }

    private static DataValue Back(Run run, in DataValue self, DataArray items)
    {
        var array = This(run, self);
        for (var i = 0; i < array.Count; i++) array.Set(run, i, items.Span[i]);
        return self;
    }

    private static DataArray Sorted(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var copy = Copy(run, This(run, self));
        var order = arguments.Arg(0).IsUndefined ? DataValue.Of((object)_byValue) : arguments[0];
        return (DataArray)ArrayMethods.Table["sort"].Call(run, Lib.Of(copy), [order]).Ref!;
    }

    /// <summary>Numbers by their value, -0 before 0, what is no number last.</summary>
    private static readonly NativeFunction _byValue = new("", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
    {
        if (a[0].Ref is BigIntValue x && a[1].Ref is BigIntValue y) return DataValue.Of((double)x.Value.CompareTo(y.Value));
        var (l, r) = (a[0].Num, a[1].Num);
        if (double.IsNaN(l) || double.IsNaN(r)) return DataValue.Of(double.IsNaN(l) ? double.IsNaN(r) ? 0d : 1 : -1);
        return DataValue.Of(l == r ? (double.IsNegative(r) ? 1d : 0) - (double.IsNegative(l) ? 1 : 0) : l < r ? -1d : 1);
    });

    private static DataValue Set(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var source = arguments.Arg(0).Ref is TypedArrayValue typed ? Copy(run, typed) : Iteration.ToArray(run, Iteration.Of(run, arguments.Arg(0)));
        var at = arguments.Arg(1).IsUndefined ? 0 : Coerce.ToInteger(run, arguments[1]);
        if (at < 0 || at + source.Count > array.Count) throw run.RangeError("The elements do not fit.");
        for (var i = 0; i < source.Count; i++) array.Set(run, (int)at + i, source.Span[i]);
        return default;
    }

    private static DataValue Part(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var array = This(run, self);
        var from = Lib.Position(run, arguments.Arg(0), array.Count, 0);
        var to = Math.Max(from, Lib.Position(run, arguments.Arg(1), array.Count, array.Count));
        run.Allocate(48);
        return DataValue.Of((object)new TypedArrayValue(array.Kind, array.Buffer, array.Offset + (from * array.Size), to - from));
    }

    private static TypedArrayValue This(Run run, in DataValue self) => self.Ref as TypedArrayValue ?? throw run.TypeError("This method needs a typed array.");
}
