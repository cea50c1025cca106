using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>What a method name means for each kind of value; looked up once, when the program is compiled.</summary>
internal sealed class MethodSite
{
    private readonly NativeFunction? _text;
    private readonly NativeFunction? _array;
    private readonly NativeFunction? _object;

    private MethodSite(string name)
    {
        Name = name;
        _text = TextMethods.Table.GetValueOrDefault(name);
        _array = ArrayMethods.Table.GetValueOrDefault(name);
        _object = ObjectMethods.Table.GetValueOrDefault(name);
    }

    public string Name { get; }

    public static MethodSite For(string name) => new(name);

    /// <summary>The library's method of this name for a value; <c>null</c> when it has none.</summary>
    public NativeFunction? Find(in DataValue target) => target.Ref switch
    {
        DataArray => _array,
        string or TextRope => _text,
        DataObject => _object,
        _ => FindRare(Coerce.Plain(target)),
    };

    public static DataValue Read(in DataValue target, string name) =>
        new MethodSite(name).Find(target) is { } method && target.Ref is not DataObject ? DataValue.Of((object)method) : default;

    /// <summary>A method that every value of this kind has, reached through <c>super</c>.</summary>
    public static DataValue Inherited(in DataValue target, string name) => new MethodSite(name).Find(target) is { } method ? DataValue.Of((object)method) : default;

    private NativeFunction? FindRare(in DataValue target)
    {
        var table = target.Ref switch
        {
            DataTag tag when tag == DataTag.Number || tag == DataTag.Long => NumberMethods.Table,
            decimal => NumberMethods.Table,
            DataTag tag when tag == DataTag.Boolean => ObjectMethods.BooleanTable,
            SetValue => SetMethods.Table,
            MapValue => MapMethods.Table,
            DateValue or DateTimeOffset => DateMethods.Table,
            PatternValue => PatternMethods.Table,
            FunctionValue => FunctionMethods.Table,
            IteratorValue => Iteration.Table,
            GeneratorValue => Generators.Table,
            AsyncGeneratorValue => AsyncItems.Table,
            PromiseValue => Promises.Table,
            BigIntValue => BigInts.Table,
            NumberFormat => NumberFormat.Table,
            DateFormat => DateFormat.Table,
            TypedArrayValue => TypedArrays.Table,
            BufferValue => Buffers.Table,
            ViewValue => Buffers.ViewTable,
            WeakValue weak => weak.IsSet ? WeakMethods.SetTable : WeakMethods.MapTable,
            DataArray => ArrayMethods.Table,
            string => TextMethods.Table,
            _ => ObjectMethods.Table,
        };
        return table.GetValueOrDefault(Name);
    }
}
