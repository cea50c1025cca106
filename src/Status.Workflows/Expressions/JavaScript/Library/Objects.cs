using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Object</c> and what object literals, spread and <c>for…in</c> share with it.</summary>
internal static class Objects
{
    /// <summary>The enumerable keys of a value, in JavaScript's order.</summary>
    public static List<string> Keys(Run run, in DataValue value)
    {
        var keys = new List<string>();
        switch (value.Ref)
        {
            case DataObject members:
                run.Charge(members.Count);
                foreach (var slot in members.SlotsInOrder())
                {
                    if (members.KeyAt(slot) is not (Iteration.SymbolKey or AsyncItems.SymbolKey)) keys.Add(members.KeyAt(slot)!);
                }

                break;
            case DataArray array:
                run.Charge(array.Count);
                for (var i = 0; i < array.Count; i++) keys.Add(NumberText.Of(i));
                break;
            case TypedArrayValue typed:
                run.Charge(typed.Count);
                for (var i = 0; i < typed.Count; i++) keys.Add(NumberText.Of(i));
                break;
            case string text:
                run.Charge(text.Length);
                for (var i = 0; i < text.Length; i++) keys.Add(NumberText.Of(i));
                break;
            case ErrorValue error: keys.AddRange(error.Members.Keys.Where(k => k is not ("message" or "stack" or "cause") && (k != "name" || error.HasOwnName))); break;
            case ClassValue type: keys.AddRange(type.Statics.Keys.Where(k => type.Statics.TryGet(k, out var member) && member.Ref is not (FunctionValue or AccessorValue))); break;
            case HostObject host: keys.AddRange(host.Keys); break;
            default:
                var plain = Coerce.Plain(value);
                if (!ReferenceEquals(plain.Ref, value.Ref)) return Keys(run, plain);
                break;
        }

        run.Allocate(32 + (16L * keys.Count));
        return keys;
    }

    public static void CopyMembers(Run run, in DataValue source, DataObject target)
    {
        if (source.IsNullish) return;
        foreach (var key in Keys(run, source))
        {
            var value = Access.Get(run, source, key);
            Put(run, target, key, value);
        }
    }

    public static DataValue CopyWithout(Run run, in DataValue source, HashSet<string> taken)
    {
        run.Allocate(72);
        var rest = new DataObject();
        foreach (var key in Keys(run, source))
        {
            if (!taken.Contains(key)) Put(run, rest, key, Access.Get(run, source, key));
        }

        return DataValue.Of((object)rest);
    }

    public static void Put(Run run, DataObject target, string key, in DataValue value)
    {
        if (value.Ref is null or ScriptObject) run.Taint(target, value);
        run.Step();
        if (target.Set(key, value)) run.Allocate(72);
    }

    public static bool InstanceOf(Run run, in DataValue value, in DataValue type) => type.Ref switch
    {
        NativeFunction { HasInstance: { } test } => test(Coerce.Plain(value)),
        FunctionValue maker => Lineage.IsInstance(value, maker),
        _ => throw run.TypeError("The right side of instanceof is not a constructor."),
    };

    public static readonly NativeFunction Constructor = new("Object", 1, Construct)
    {
        Construct = Construct,
        HasInstance = value => Ops.IsObject(value),
        Statics = Lib.Members(
            ("keys", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => List(run, Owner(run, a), (key, _) => Lib.Of(key))),
            ("values", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => List(run, Owner(run, a), (_, value) => value())),
            ("entries", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => List(run, Owner(run, a), (key, value) => Iteration.Pair(run, Lib.Of(key), value()))),
            ("assign", 2, Assign),
            ("fromEntries", 1, FromEntries),
            ("groupBy", 2, GroupBy),
            ("freeze", 1, Freeze),
            ("isFrozen", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(a.Arg(0).Ref is not (DataObject { IsFrozen: false } or DataArray { IsFrozen: false } or ErrorValue or MapValue or DateValue))),
            ("create", 2, Create),
            ("getOwnPropertyNames", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Names(run, Owner(run, a))),
            ("is", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Same(a.Arg(0), a.Arg(1)))),
            ("hasOwn", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(HasOwn(run, Owner(run, a), a.Arg(1))))),
    };

    public static bool HasOwn(Run run, in DataValue owner, in DataValue key)
    {
        if (owner.Ref is DataObject own) return own.ContainsKey(Coerce.ToKey(run, key));
        if (owner.Ref is DataArray or HostObject or ErrorValue) return Access.Has(run, owner, key);
        return owner.Ref is string text && (Coerce.ToKey(run, key) is var name && (name == "length" || (Access.IndexOf(name) is >= 0 and var at && at < text.Length)));
    }

    private static DataValue Create(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        if (arguments.Arg(0).Ref is not DataTag tag || tag != DataTag.Null) throw run.TypeError("Object.create takes null in this dialect; an object that another one inherits from is a class.");
        run.Allocate(72);
        return DataValue.Of((object)new DataObject());
    }

    private static DataValue Names(Run run, in DataValue owner)
    {
        var names = Keys(run, owner);
        var list = Lib.NewArray(run, names.Count);
        foreach (var name in names) Access.Push(run, list, Lib.Of(name));
        if (owner.Ref is DataArray or string) Access.Push(run, list, Lib.Of("length"));
        return Lib.Of(list);
    }

    private static bool Same(in DataValue left, in DataValue right) =>
        left.IsNumber && right.IsNumber ? left.Num.Equals(right.Num) && double.IsNegative(left.Num) == double.IsNegative(right.Num) : Ops.StrictEquals(left, right);

    private static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        if (!arguments.Arg(0).IsNullish) return arguments[0];
        run.Allocate(72);
        return DataValue.Of((object)new DataObject());
    }

    private static DataValue Owner(Run run, ReadOnlySpan<DataValue> arguments) =>
        arguments.Arg(0).IsNullish ? throw run.TypeError($"Cannot convert {(arguments.Arg(0).IsUndefined ? "undefined" : "null")} to an object.") : arguments[0];

    private static DataValue List(Run run, DataValue owner, Func<string, Func<DataValue>, DataValue> select)
    {
        var keys = Keys(run, owner);
        var list = Lib.NewArray(run, keys.Count);
        foreach (var key in keys)
        {
            var current = key;
            Access.Push(run, list, select(current, () => Access.Get(run, owner, current)));
        }

        return Lib.Of(list);
    }

    private static DataValue Assign(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var target = Owner(run, arguments);
        for (var i = 1; i < arguments.Length; i++)
        {
            if (arguments[i].IsNullish) continue;
            foreach (var key in Keys(run, arguments[i])) Access.Set(run, target, key, Access.Get(run, arguments[i], key));
        }

        return target;
    }

    private static DataValue FromEntries(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(72);
        var result = new DataObject();
        foreach (var entry in Iteration.Of(run, Owner(run, arguments)))
        {
            if (!Ops.IsObject(entry)) throw run.TypeError("Object.fromEntries takes pairs [key, value].");
            Put(run, result, Coerce.ToKey(run, Access.GetIndex(run, entry, DataValue.Of(0d))), Access.GetIndex(run, entry, DataValue.Of(1d)));
        }

        return DataValue.Of((object)result);
    }

    private static DataValue GroupBy(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(72);
        var callback = arguments.Callback(run, 1, "Object.groupBy");
        var result = new DataObject();
        var index = 0;
        foreach (var item in Iteration.Of(run, Owner(run, arguments)))
        {
            var key = Coerce.ToKey(run, callback.Call(run, default, [item, DataValue.Of((double)index++)]));
            if (!result.TryGet(key, out var group)) Put(run, result, key, group = Lib.Of(Lib.NewArray(run, 4)));
            Access.Push(run, (DataArray)group.Ref!, item);
        }

        return DataValue.Of((object)result);
    }

    private static DataValue Freeze(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var value = arguments.Arg(0);
        if (value.Ref is DataObject members) members.IsFrozen = true;
        else if (value.Ref is DataArray array) array.IsFrozen = true;
        return value;
    }
}
