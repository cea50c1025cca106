using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>ArrayBuffer</c> and <c>DataView</c>.</summary>
internal static class Buffers
{
    private static readonly (string Name, ElementKind Kind)[] _elements = [.. Enum.GetValues<ElementKind>().Where(k => k != ElementKind.Uint8Clamped).Select(k => (k.ToString(), k))];

    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(("slice", 2, Slice));

    public static readonly Dictionary<string, NativeFunction> ViewTable = Views();

    public static readonly NativeFunction Constructor = new("ArrayBuffer", 1, NeedsNew)
    {
        Construct = (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of((object)BufferValue.Make(run, Coerce.ToInteger(run, a.Arg(0)))),
        HasInstance = v => v.Ref is BufferValue,
        Statics = Lib.Members(("isView", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(a.Arg(0).Ref is TypedArrayValue or ViewValue))),
    };

    public static readonly NativeFunction ViewConstructor = new("DataView", 3, NeedsNew) { Construct = View, HasInstance = v => v.Ref is ViewValue, Statics = [] };

    /// <summary>Members that are no methods; undefined for others.</summary>
    public static DataValue Get(ScriptObject value, string name) => (value, name) switch
    {
        (BufferValue buffer, "byteLength") => DataValue.Of((double)buffer.Bytes.Length),
        (ViewValue view, "byteLength") => DataValue.Of((double)view.Length),
        (ViewValue view, "byteOffset") => DataValue.Of((double)view.Offset),
        (ViewValue view, "buffer") => DataValue.Of((object)view.Buffer),
        _ => default,
    };

    private static DataValue NeedsNew(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => throw run.TypeError("Make it with new.");

    private static DataValue Slice(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        if (self.Ref is not BufferValue buffer) throw run.TypeError("This method needs an ArrayBuffer.");
        var from = Lib.Position(run, arguments.Arg(0), buffer.Bytes.Length, 0);
        var to = Math.Max(from, Lib.Position(run, arguments.Arg(1), buffer.Bytes.Length, buffer.Bytes.Length));
        var part = BufferValue.Make(run, to - from);
        buffer.Bytes.AsSpan(from, to - from).CopyTo(part.Bytes);
        return DataValue.Of((object)part);
    }

    private static DataValue View(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        if (arguments.Arg(0).Ref is not BufferValue buffer) throw run.TypeError("A DataView needs an ArrayBuffer.");
        var offset = arguments.Arg(1).IsUndefined ? 0 : Coerce.ToInteger(run, arguments[1]);
        var length = arguments.Arg(2).IsUndefined ? buffer.Bytes.Length - offset : Coerce.ToInteger(run, arguments[2]);
        if (offset < 0 || length < 0 || offset + length > buffer.Bytes.Length) throw run.RangeError("The view would reach beyond its buffer.");
        run.Allocate(48);
        return DataValue.Of((object)new ViewValue(buffer, (int)offset, (int)length));
    }

    private static Dictionary<string, NativeFunction> Views()
    {
        var table = new Dictionary<string, NativeFunction>(StringComparer.Ordinal);
        foreach (var (name, kind) in _elements)
        {
            table["get" + name] = new NativeFunction("get" + name, 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => TypedArrayValue.Read(kind, At(run, self, kind, a.Arg(0)), Coerce.IsTruthy(a.Arg(1))));
            table["set" + name] = new NativeFunction("set" + name, 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
            {
                TypedArrayValue.Write(run, kind, At(run, self, kind, a.Arg(0)), a.Arg(1), Coerce.IsTruthy(a.Arg(2)));
                return default;
            });
        }

        return table;
    }

    private static Span<byte> At(Run run, in DataValue self, ElementKind kind, in DataValue index)
    {
        if (self.Ref is not ViewValue view) throw run.TypeError("This method needs a DataView.");
        run.Step();
        var (at, size) = (Coerce.ToInteger(run, index), TypedArrayValue.SizeOf(kind));
        return at >= 0 && at + size <= view.Length ? view.Buffer.Bytes.AsSpan(view.Offset + (int)at, size) : throw run.RangeError("The offset is outside of the view.");
    }
}
