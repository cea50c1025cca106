using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <content>Changes of variables from outside.</content>
internal sealed partial class Run
{
    private const int MostRemembered = 64;

    private List<string>? _changes;

    /// <summary>Ids of the items that changed variables, the latest last: so whoever sent one sees in the committed state that it was applied.</summary>
    public IReadOnlyList<string> Changes => (IReadOnlyList<string>?)_changes ?? [];

    /// <summary>Notes an item that changed variables; the oldest is forgotten when there are many.</summary>
    public void Remember(string itemId)
    {
        _changes ??= [];
        if (_changes.Count == MostRemembered) _changes.RemoveAt(0);
        _changes.Add(itemId);
    }

    /// <summary>Gives variables of the workflow new values, all of them or, when one is unknown or of the wrong type, none.</summary>
    /// <returns>Whether they were changed.</returns>
    public bool ChangeVariables(InboxItem item)
    {
        var changed = new List<(VariableSlot Slot, object? Value)>();
        foreach (var (id, value) in item.Payload)
        {
            if (Plan.FindVariable(id) is not { } slot || !TryCoerce(slot, value, out var coerced))
            {
                EngineLog.ChangeIgnored(Environment.Logger, InstanceId, id);
                return false;
            }

            changed.Add((slot, coerced));
        }

        if (!HasEnded) MoveTo(InstanceSubStatus.Executing);
        foreach (var (slot, value) in changed) Variables[slot.Index] = value;
        Journal?.AddForRun("VariablesChanged", new DataObject { ["Variables"] = new DataObject(changed.Select(c => KeyValuePair.Create(c.Slot.Definition.Id, c.Value))) });
        Remember(item.Id);
        return true;
    }

    private static bool TryCoerce(VariableSlot slot, object? value, out object? coerced)
    {
        coerced = null;
        try
        {
            coerced = slot.Coerce(value);
            return true;
        }
        catch (ValueConversionException)
        {
            return false;
        }
    }
}
