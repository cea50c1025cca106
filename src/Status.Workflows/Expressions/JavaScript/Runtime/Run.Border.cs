using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <content>The border: what hosts give comes in as it is; what only scripts know is turned into data before hosts see it.</content>
internal sealed partial class Run
{
    private readonly HashSet<object> _tainted = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes a host's value.</summary>
    public static DataValue Import(object? value) => value is HostFunction function
        ? DataValue.Of((object)new HostFunctionValue(function.Method.Name, function))
        : Coerce.Plain(DataValue.From(value));

    /// <summary>Takes a host's global; a host function keeps the name under which the script found it.</summary>
    public static DataValue ImportGlobal(string name, object? value) =>
        value is HostFunction function ? DataValue.Of((object)new HostFunctionValue(name, function)) : Import(value);

    /// <summary>Remembers a container that was given a value which only scripts know, so that the border need not search for such values.</summary>
    public void Taint(object container, in DataValue value)
    {
        if (value.Ref is null or ScriptObject && _tainted.Add(container)) Allocate(16);
    }

    /// <summary>A result as the host may keep it.</summary>
    public object? ExportResult(in DataValue value)
    {
        try
        {
            return Export(value);
        }
        catch (ScriptThrow thrown)
        {
            // A getter of the result.
            throw Uncaught(thrown);
        }
    }

    /// <summary>A value as the host may keep it: the same container when it holds data only, else a copy in which dates and the like became data.</summary>
    public object? Export(in DataValue value)
    {
        if (value.Ref is ScriptObject special) return ToData(special, 0);
        if (_tainted.Count > 0 && value.Ref is DataObject or DataArray && HoldsSpecials(value.Ref, 0)) return CopyOut(value, 0);
        return value.ToObject();
    }

    private bool HoldsSpecials(object container, int depth)
    {
        CheckDepth(depth);
        Step();
        if (_tainted.Contains(container)) return true;
        if (container is DataArray array)
        {
            foreach (ref readonly var item in array.Span)
            {
                if (item.Ref is DataObject or DataArray && HoldsSpecials(item.Ref, depth + 1)) return true;
            }

            return false;
        }

        var members = (DataObject)container;
        for (var slot = 0; slot < members.SlotCount; slot++)
        {
            if (members.ValueAt(slot).Ref is DataObject or DataArray && HoldsSpecials(members.ValueAt(slot).Ref!, depth + 1)) return true;
        }

        return false;
    }

    private object? CopyOut(in DataValue value, int depth)
    {
        CheckDepth(depth);
        Step();
        switch (value.Ref)
        {
            case ScriptObject special: return ToData(special, depth);
            case DataArray array:
                var items = new DataArray(array.Count);
                Allocate(32 + (16L * array.Count));
                foreach (ref readonly var item in array.Span) items.Add(CopyOut(item, depth + 1));
                return items;
            case DataObject source:
                var copy = new DataObject();
                Allocate(64 + (40L * source.Count));
                foreach (var slot in source.SlotsInOrder())
                {
                    var member = source.ValueAt(slot);
                    if (member.Ref is AccessorValue) member = AccessorValue.Read(this, value, member);
                    if (!member.IsUndefined && member.Ref is not FunctionValue) copy.Set(source.KeyAt(slot)!, DataValue.From(CopyOut(member, depth + 1)));
                }

                return copy;
            default: return value.ToObject();
        }
    }

    private object? ToData(ScriptObject special, int depth)
    {
        CheckDepth(depth);
        switch (special)
        {
            case DateValue date: return double.IsNaN(date.Time) ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)date.Time);
            case ErrorValue error: return new DataObject { ["name"] = error.Text("name"), ["message"] = error.Text("message") };
            case SetValue set: return CopyOut(DataValue.Of((object)Iteration.ToArray(this, set.Keys())), depth + 1);
            case MapValue map:
                var members = new DataObject();
                foreach (var entry in map.Entries()) members[Coerce.ToText(this, entry.Key)] = CopyOut(entry.Value, depth + 1);
                return members;
            case PatternValue pattern: return pattern.ToString();
            case BigIntValue big: return big.ToData();
            case TypedArrayValue typed: return TypedArrays.ToData(this, typed);
            case BufferValue buffer:
                Allocate(buffer.Bytes.Length);
                return buffer.Bytes.ToArray();
            default: return null;
        }
    }

    /// <summary>Whatever the script left in containers that the host may hold becomes data now.</summary>
    private void Clean()
    {
        if (_tainted.Count == 0) return;
        foreach (var container in _tainted)
        {
            if (container is DataArray array)
            {
                for (var i = 0; i < array.Count; i++)
                {
                    ref var item = ref array.Span[i];
                    if (item.Ref is null or ScriptObject) item = CleanValue(item);
                }
            }
            else if (container is DataObject members)
            {
                members.Origin = null;
                for (var slot = 0; slot < members.SlotCount; slot++)
                {
                    if (members.KeyAt(slot) is null) continue;
                    var member = members.ValueAt(slot);
                    if (member.IsUndefined || member.Ref is FunctionValue or AccessorValue) members.RemoveSlot(slot);
                    else if (member.Ref is ScriptObject) members.ValueAt(slot) = CleanValue(member);
                }
            }
        }

        _tainted.Clear();
    }

    private static DataValue CleanValue(in DataValue value) => value.Ref is DateValue { Time: var time } && !double.IsNaN(time)
        ? DataValue.Of((object)DateTimeOffset.FromUnixTimeMilliseconds((long)time))
        : value.Ref is BigIntValue big ? DataValue.From(big.ToData())
        : value.Ref is PatternValue pattern ? DataValue.Of((object)pattern.ToString()) : DataValue.Null;
}
