using System.Globalization;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Reading and writing members. Reaches data, the library's own tables and what the host registered; nothing else exists.</summary>
internal static class Access
{
    /// <summary>The longest array a script may make by assigning an index or a length.</summary>
    private const double MaxLength = 4294967295;

    public static DataValue Get(Run run, in DataValue target, string name, ref int hint)
    {
        if (target.Ref is DataObject members)
        {
            if (members.TryGet(name, ref hint, out var value)) return value.Ref is AccessorValue ? AccessorValue.Read(run, target, value) : Readable(value);
            return members.Origin is { } origin ? Lineage.Get(run, target, origin, name) : default;
        }

        return GetOther(run, target, name);
    }

    public static DataValue Get(Run run, in DataValue target, string name)
    {
        if (target.Ref is DataObject members)
        {
            if (members.TryGet(name, out var value)) return value.Ref is AccessorValue ? AccessorValue.Read(run, target, value) : Readable(value);
            return members.Origin is { } origin ? Lineage.Get(run, target, origin, name) : default;
        }

        return GetOther(run, target, name);
    }

    /// <summary>Values as hosts stored them become values of the closed set when a script reads them.</summary>
    private static DataValue Readable(in DataValue value) => value.Ref is DataTag or string or DataObject ? value : Coerce.Plain(value);

    public static DataValue GetIndex(Run run, in DataValue target, in DataValue key)
    {
        if (key.IsNumber)
        {
            var index = (int)key.Num;
            if (index == key.Num && index >= 0)
            {
                if (target.Ref is DataArray array) return index < array.Count ? Readable(array.Span[index]) : default;
                if (target.Ref is string text) return index < text.Length ? TextMethods.Char(text[index]) : default;
                if (target.Ref is TypedArrayValue typed) return typed.Get(index);
                if (target.Ref is byte[] bytes) return index < bytes.Length ? DataValue.Of((double)bytes[index]) : default;
            }
        }

        if (target.IsNullish) throw NoMember(run, target, Coerce.ToText(run, key));
        if (target.Ref is TextRope) return GetIndex(run, Run.Settle(run, target), key);
        return Get(run, target, Coerce.ToKey(run, key));
    }

    public static ScriptThrow NoMember(Run run, in DataValue target, string name) =>
        run.TypeError($"Cannot read '{name}' of {(target.IsUndefined ? "undefined" : "null")}.");

    public static void Set(Run run, in DataValue target, string name, in DataValue value, ref int hint)
    {
        if (target.Ref is DataObject { IsFrozen: false, Origin: null } members)
        {
            var settled = Run.Settle(run, value);
            if (settled.Ref is null or ScriptObject) run.Taint(members, settled);
            if (members.Set(name, settled, ref hint)) run.Allocate(72);
            return;
        }

        SetOther(run, target, name, value);
    }

    public static void Set(Run run, in DataValue target, string name, in DataValue value)
    {
        var hint = -1;
        Set(run, target, name, value, ref hint);
    }

    public static void SetIndex(Run run, in DataValue target, in DataValue key, in DataValue value)
    {
        if (key.IsNumber && target.Ref is DataArray array)
        {
            var index = (int)key.Num;
            if (index == key.Num && index >= 0 && !array.IsFrozen)
            {
                SetItem(run, array, index, value);
                return;
            }
        }

        if (target.Ref is TypedArrayValue typed && (key.IsNumber || (key.Ref is string name && IndexOf(name) >= 0)))
        {
            typed.Set(run, key.IsNumber ? key.Num is >= 0 and <= int.MaxValue && Math.Floor(key.Num) == key.Num ? (int)key.Num : -1 : IndexOf((string)key.Ref!), value);
            return;
        }

        if (target.IsNullish) throw run.TypeError($"Cannot set '{Coerce.ToText(run, key)}' of {(target.IsUndefined ? "undefined" : "null")}.");
        Set(run, target, Coerce.ToKey(run, key), value);
    }

    public static void SetItem(Run run, DataArray array, int index, in DataValue value)
    {
        var settled = Run.Settle(run, value);
        if (settled.Ref is null or ScriptObject) run.Taint(array, settled);
        if (index >= array.Count) Grow(run, array, index + 1L);
        array.Span[index] = settled;
    }

    public static void Push(Run run, DataArray array, in DataValue value)
    {
        run.Allocate(24);
        if (value.Ref is null or ScriptObject) run.Taint(array, value);
        array.Push(value);
    }

    public static bool Delete(Run run, in DataValue target, in DataValue key)
    {
        if (target.IsNullish) throw run.TypeError($"Cannot delete a member of {(target.IsUndefined ? "undefined" : "null")}.");
        var name = Coerce.ToKey(run, key);
        if (target.Ref is DataObject { IsFrozen: true } or DataArray { IsFrozen: true }) throw run.TypeError($"Cannot delete '{name}' of a frozen object.");
        if (target.Ref is DataObject members) members.Remove(name);
        else if (target.Ref is DataArray array && IndexOf(name) is >= 0 and var index && index < array.Count) SetItem(run, array, index, default);
        else if (target.Ref is ErrorValue error) error.Members.Remove(name);
        return true;
    }

    public static bool Has(Run run, in DataValue target, in DataValue key)
    {
        var name = Coerce.ToKey(run, key);
        return target.Ref switch
        {
            DataObject members => members.ContainsKey(name) || (members.Origin is { } origin && Lineage.TryFind(origin, name, out _)),
            DataArray array => name == "length" || (IndexOf(name) is >= 0 and var index && index < array.Count),
            HostObject host => host.TryGet(name, out _),
            ErrorValue error => error.Members.ContainsKey(name),
            _ when Ops.IsObject(target) => !GetOther(run, target, name).IsUndefined,
            _ => throw run.TypeError($"Cannot use 'in' to search for '{name}' in a value that is no object."),
        };
    }

    /// <summary>The array index that a key spells; -1 when it spells none.</summary>
    public static int IndexOf(string key) =>
        DataObject.IsIndexKey(key) && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;

    private static DataValue GetOther(Run run, in DataValue target, string name)
    {
        switch (target.Ref)
        {
            case null: throw NoMember(run, target, name);
            case DataTag tag when tag == DataTag.Null: throw NoMember(run, target, name);
            case DataArray array:
                if (name == "length") return DataValue.Of((double)array.Count);
                if (IndexOf(name) is >= 0 and var at) return at < array.Count ? Readable(array.Span[at]) : default;
                if (array.Extras is { } extras && extras.TryGet(name, out var extra)) return extra;
                break;
            case string text:
                if (name == "length") return DataValue.Of((double)text.Length);
                if (IndexOf(name) is >= 0 and var index) return index < text.Length ? TextMethods.Char(text[index]) : default;
                break;
            case TextRope rope: return name == "length" ? DataValue.Of((double)rope.Length) : GetOther(run, Run.Settle(run, target), name);
            case DataObject: return Get(run, target, name);
            case ErrorValue error:
                // The name that an error begins with is the kind's; a class of the script may have another.
                var hides = name == "name" && !error.HasOwnName && error.Members.Origin is { } kind && Lineage.TryFind(kind, name, out _);
                if (!hides && error.Members.TryGet(name, out var member)) return AccessorValue.Read(run, target, member);
                return error.Members.Origin is { } origin && Lineage.TryFind(origin, name, out var inherited) ? AccessorValue.Read(run, target, inherited) : MethodSite.Read(target, name);
            case ClassValue type when type.TryFindStatic(name, out var fixedMember): return AccessorValue.Read(run, target, fixedMember);
            case Closure { IsArrow: false } function when name == "prototype": return DataValue.Of((object)function.OwnPrototype(run));
            case MapValue map when name == "size": return DataValue.Of((double)map.Count);
            case SetValue set when name == "size": return DataValue.Of((double)set.Count);
            case PatternValue pattern: return pattern.Get(name, out var found) ? found : MethodSite.Read(target, name);
            case LibraryObject library: return library.Members.GetValueOrDefault(name);
            case NativeFunction { Statics: { } statics } when statics.TryGetValue(name, out var known): return known;
            case FunctionValue function when name is "name" or "length":
                return name == "name" ? DataValue.Of((object)function.Name) : DataValue.Of((double)function.Length);
            case HostObject host: return host.TryGet(name, out var provided) ? Run.Import(provided) : default;
            case byte[] bytes when name == "length": return DataValue.Of((double)bytes.Length);
            case TypedArrayValue typed: return TypedArrays.Get(typed, name) is { IsUndefined: false } element ? element : MethodSite.Read(target, name);
            case BufferValue or ViewValue: return Buffers.Get((ScriptObject)target.Ref!, name) is { IsUndefined: false } extent ? extent : MethodSite.Read(target, name);
            case TimeSpan span: return Spans.Get(span, name) is { IsUndefined: false } part ? part : MethodSite.Read(target, name);
        }

        var plain = Coerce.Plain(target);
        return ReferenceEquals(plain.Ref, target.Ref) ? MethodSite.Read(target, name) : Get(run, plain, name);
    }

    private static void SetOther(Run run, in DataValue target, string name, in DataValue value)
    {
        var settled = Run.Settle(run, value);
        switch (target.Ref)
        {
            case null or DataTag when target.IsNullish: throw run.TypeError($"Cannot set '{name}' of {(target.IsUndefined ? "undefined" : "null")}.");
            case DataObject { IsFrozen: true } or DataArray { IsFrozen: true }: throw run.TypeError($"Cannot set '{name}' of a frozen object.");
            case DataArray array when name == "length": SetLength(run, array, settled); return;
            case DataArray array when IndexOf(name) is >= 0 and var index: SetItem(run, array, index, settled); return;
            case DataObject members: Lineage.Set(run, target, members, name, settled); return;
            case ErrorValue error:
                error.HasOwnName |= name == "name";
                run.Allocate(72);
                Lineage.Set(run, target, error.Members, name, settled);
                return;
            case ClassValue type:
                if (type.TryFindStatic(name, out var current) && current.Ref is AccessorValue accessor) accessor.Write(run, target, name, settled);
                else Lineage.DefineField(run, target, name, settled);
                return;
            case PatternValue pattern when name == "lastIndex": pattern.LastIndex = Coerce.ToInteger(run, settled); return;
            case HostObject host:
                if (!host.TrySet(name, run.Export(settled))) throw run.TypeError($"'{name}' cannot be set.");
                return;
            case DataArray: throw run.TypeError($"An array takes no member '{name}' in this dialect; use an object or a Map.");
            default: throw run.TypeError($"Cannot set '{name}' of a {Ops.Type(target)} value.");
        }
    }

    private static void SetLength(Run run, DataArray array, in DataValue value)
    {
        var length = Coerce.ToNumber(run, value);
        if (length is < 0 or > MaxLength || Math.Floor(length) != length) throw run.RangeError("Invalid array length.");
        if (length > array.Count) Grow(run, array, (long)length);
        else array.Resize((int)length);
    }

    private static void Grow(Run run, DataArray array, long length)
    {
        var added = length - array.Count;
        run.Allocate(24 * added);
        run.Charge(added >> 2);
        if (added > 1) run.Taint(array, default);
        array.Resize((int)length);
    }
}
