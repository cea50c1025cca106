using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>What <c>WeakMap</c> and <c>WeakSet</c> make. A script's memory is given back as a whole when it ends, so the entries may as well be held.</summary>
internal sealed class WeakValue(bool isSet) : ScriptObject
{
    public bool IsSet { get; } = isSet;

    public MapValue Entries { get; } = new();
}

/// <summary>Methods of <c>WeakMap</c> and <c>WeakSet</c>.</summary>
internal static class WeakMethods
{
    public static readonly Dictionary<string, NativeFunction> MapTable = Lib.Table(
        ("get", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Map(run, self).Get(a.Arg(0))),
        ("has", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Map(run, self).Has(a.Arg(0)))),
        ("set", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Add(run, self, Map(run, self), a.Arg(0), a.Arg(1))),
        ("delete", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Map(run, self).Remove(a.Arg(0)))));

    public static readonly Dictionary<string, NativeFunction> SetTable = Lib.Table(
        ("has", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Map(run, self).Has(a.Arg(0)))),
        ("add", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Add(run, self, Map(run, self), a.Arg(0), default)),
        ("delete", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Map(run, self).Remove(a.Arg(0)))));

    public static DataValue MakeMap(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(220);
        var map = new WeakValue(isSet: false);
        if (arguments.Arg(0).IsNullish) return DataValue.Of((object)map);
        foreach (var entry in Iteration.Of(run, arguments[0]))
        {
            if (!Ops.IsObject(entry)) throw run.TypeError("WeakMap takes pairs [key, value].");
            Add(run, default, map.Entries, Access.GetIndex(run, entry, DataValue.Of(0d)), Access.GetIndex(run, entry, DataValue.Of(1d)));
        }

        return DataValue.Of((object)map);
    }

    public static DataValue MakeSet(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(220);
        var set = new WeakValue(isSet: true);
        if (arguments.Arg(0).IsNullish) return DataValue.Of((object)set);
        foreach (var item in Iteration.Of(run, arguments[0])) Add(run, default, set.Entries, item, default);
        return DataValue.Of((object)set);
    }

    private static DataValue Add(Run run, in DataValue self, MapValue entries, in DataValue key, in DataValue value)
    {
        if (!Ops.IsObject(key)) throw run.TypeError("Only objects can be kept in a WeakMap or WeakSet.");
        entries.Set(run, key, value);
        return self;
    }

    private static MapValue Map(Run run, in DataValue self) => self.Ref is WeakValue weak ? weak.Entries : throw run.TypeError("This method needs a WeakMap or WeakSet.");
}
