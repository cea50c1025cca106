using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>structuredClone</c>; shared and circular parts stay so in the copy.</summary>
internal static class Cloning
{
    public static DataValue Clone(Run run, in DataValue value) => Copy(run, Coerce.Plain(value), new Dictionary<object, DataValue>(ReferenceEqualityComparer.Instance), 0);

    private static DataValue Copy(Run run, in DataValue value, Dictionary<object, DataValue> made, int depth)
    {
        run.CheckDepth(run.Depth + depth);
        run.Step();
        if (value.Ref is not null && made.TryGetValue(value.Ref, out var known)) return known;
        switch (value.Ref)
        {
            case FunctionValue: throw run.TypeError("A function cannot be cloned.");
            case DateValue date: return DataValue.Of((object)new DateValue(date.Time));
            case TypedArrayValue typed: return TypedArrays.From(run, typed.Kind, TypedArrays.Copy(run, typed).Span);
            case BufferValue: return Buffers.Table["slice"].Call(run, value, []);
            case PatternValue pattern: return DataValue.Of((object)new PatternValue(pattern.Code));
            case DataArray array:
                var items = Lib.NewArray(run, array.Count);
                made[array] = Lib.Of(items);
                for (var i = 0; i < array.Count; i++) Access.Push(run, items, Copy(run, Coerce.Plain(array.Span[i]), made, depth + 1));
                return Lib.Of(items);
            case DataObject source:
                run.Allocate(72);
                var copy = new DataObject();
                made[source] = DataValue.Of((object)copy);
                foreach (var key in Objects.Keys(run, value)) Objects.Put(run, copy, key, Copy(run, Access.Get(run, value, key), made, depth + 1));
                return DataValue.Of((object)copy);
            case MapValue map:
                var twin = map is SetValue ? new SetValue() : new MapValue();
                made[map] = DataValue.Of((object)twin);
                foreach (var entry in map.Entries()) twin.Set(run, Copy(run, entry.Key, made, depth + 1), Copy(run, entry.Value, made, depth + 1));
                return DataValue.Of((object)twin);
            case ErrorValue error:
                var again = new ErrorValue(error.Kind, error.Text("message"));
                return DataValue.Of((object)again);
            default: return value;
        }
    }
}
