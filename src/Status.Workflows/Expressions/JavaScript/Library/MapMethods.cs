using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Methods of <c>Map</c>.</summary>
internal static class MapMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("get", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self).Get(a.Arg(0))),
        ("has", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self).Has(a.Arg(0)))),
        ("set", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
        {
            This(run, self).Set(run, a.Arg(0), a.Arg(1));
            return self;
        }
    ),
        ("delete", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self).Remove(a.Arg(0)))),
        ("clear", 0, Clear),
        ("forEach", 1, ForEach),
        ("keys", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Iteration.Iterator(This(run, self).Keys())),
        ("values", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Iteration.Iterator(This(run, self).Entries().Select(e => e.Value))),
        ("entries", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Iteration.Iterator(Iteration.Pairs(run, This(run, self)))));

    public static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(200);
        var map = new MapValue();
        if (arguments.Arg(0).IsNullish) return DataValue.Of((object)map);
        foreach (var entry in Iteration.Of(run, arguments[0]))
        {
            if (!Ops.IsObject(entry)) throw run.TypeError("Map takes pairs [key, value].");
            map.Set(run, Access.GetIndex(run, entry, DataValue.Of(0d)), Access.GetIndex(run, entry, DataValue.Of(1d)));
        }

        return DataValue.Of((object)map);
    }

    public static DataValue Clear(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        (self.Ref as MapValue ?? throw run.TypeError("clear needs a Map or Set.")).Clear();
        return default;
    }

    private static MapValue This(Run run, in DataValue self) => self.Ref is MapValue map and not SetValue ? map : throw run.TypeError("This method needs a Map.");

    private static DataValue ForEach(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var callback = arguments.Callback(run, 0, "forEach");
        foreach (var entry in This(run, self).Entries()) callback.Call(run, arguments.Arg(1), [entry.Value, entry.Key, self]);
        return default;
    }
}

/// <summary>Methods of <c>Set</c>.</summary>
internal static class SetMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("has", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self).Has(a.Arg(0)))),
        ("add", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
        {
            This(run, self).Set(run, a.Arg(0), default);
            return self;
        }
    ),
        ("delete", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(This(run, self).Remove(a.Arg(0)))),
        ("clear", 0, MapMethods.Clear),
        ("forEach", 1, ForEach),
        ("keys", 0, Values),
        ("values", 0, Values),
        ("entries", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Iteration.Iterator(This(run, self).Keys().Select(k => Iteration.Pair(run, k, k)))));

    public static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(200);
        var set = new SetValue();
        if (arguments.Arg(0).IsNullish) return DataValue.Of((object)set);
        foreach (var item in Iteration.Of(run, arguments[0])) set.Set(run, item, default);
        return DataValue.Of((object)set);
    }

    private static SetValue This(Run run, in DataValue self) => self.Ref as SetValue ?? throw run.TypeError("This method needs a Set.");

    private static DataValue Values(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Iteration.Iterator(This(run, self).Keys());

    private static DataValue ForEach(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var callback = arguments.Callback(run, 0, "forEach");
        foreach (var key in This(run, self).Keys()) callback.Call(run, arguments.Arg(1), [key, key, self]);
        return default;
    }
}
