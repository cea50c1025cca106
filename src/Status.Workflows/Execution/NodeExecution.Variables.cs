using System.Runtime.CompilerServices;
using Status.Workflows.Expressions;

namespace Status.Workflows.Execution;

/// <content>Variables, inputs and outputs that the execution sees, from the innermost outwards.</content>
internal sealed partial class NodeExecution
{
    /// <inheritdoc/>
    public override object? GetVariable(string name) => TryGetVariable(name, out var value) ? value : null;

    /// <inheritdoc/>
    public override void SetVariable(string name, object? value)
    {
        if (TrySetVariable(name, value)) return;
        (Extras.Dynamic ??= [])[name] = ValueConverter.Normalize(value);
    }

    public bool TryGetVariable(string name, out object? value)
    {
        for (var execution = this; execution is not null; execution = execution.Parent)
        {
            if (execution._extras is { } extras && extras.TryGet(name, out value)) return true;
            if (execution.ContainerState is LoopScope loop && loop.TryGet(name, out value)) return true;
            if (IndexOf(execution.Node.Variables, name) is >= 0 and var index)
            {
                value = execution.Variables![index];
                return true;
            }
        }

        if (IndexOf(Run.Plan.Variables, name) is >= 0 and var slot)
        {
            value = Run.Variables[slot];
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Names of the variables in sight, inner ones first.</summary>
    public IEnumerable<string> VariableNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var execution = this; execution is not null; execution = execution.Parent)
        {
            foreach (var name in execution._extras?.Dynamic?.Keys ?? []) names.Add(name);
            if (execution.ContainerState is LoopScope || execution._extras?.Turn is not null) names.UnionWith([LoopScope.CurrentValue, LoopScope.CurrentIndex]);
            foreach (var slot in execution.Node.Variables) names.Add(slot.Definition.Name);
        }

        foreach (var slot in Run.Plan.Variables) names.Add(slot.Definition.Name);
        return names;
    }

    public bool TrySetVariable(string name, object? value)
    {
        for (var execution = this; execution is not null; execution = execution.Parent)
        {
            if (execution._extras?.Dynamic is { } dynamic && dynamic.ContainsKey(name))
            {
                dynamic[name] = ValueConverter.Normalize(value);
                return true;
            }

            if (name == LoopScope.CurrentValue && (execution._extras?.Turn ?? execution.ContainerState as LoopScope) is { } turn)
            {
                turn.Current = ValueConverter.Normalize(value);
                return true;
            }

            if (IndexOf(execution.Node.Variables, name) is >= 0 and var index)
            {
                execution.Variables![index] = execution.Node.Variables[index].Coerce(value);
                return true;
            }
        }

        if (IndexOf(Run.Plan.Variables, name) is not (>= 0 and var slot)) return false;
        Run.Variables[slot] = Run.Plan.Variables[slot].Coerce(value);
        return true;
    }

    public object? GetVariable(VariableSlot slot) => Frame(slot) is { } frame ? frame.Variables![slot.Index] : Run.Variables[slot.Index];

    public void SetVariable(VariableSlot slot, object? value)
    {
        var coerced = slot.Coerce(value);
        if (Frame(slot) is { } frame) frame.Variables![slot.Index] = coerced;
        else Run.Variables[slot.Index] = coerced;
    }

    /// <summary>An input by name: of the nearest workflow used as an activity that has one of this name, else of the run.</summary>
    public object? GetInput(string name)
    {
        if (Node.IsInsideWorkflow)
        {
            for (var execution = this; execution.Parent is { } parent; execution = parent)
            {
                if (parent.Node.Activity is WorkflowDefinitionActivity && execution._extras?.Dynamic is { } inputs && inputs.TryGetValue(name, out var value)) return value;
            }
        }

        return Run.Input[name];
    }

    /// <summary>Gives an output a value: of the nearest workflow used as an activity that has one of this name, else of the run.</summary>
    public void SetWorkflowOutput(string name, object? value)
    {
        for (var parent = Node.IsInsideWorkflow ? Parent : null; parent is not null; parent = parent.Parent)
        {
            if (parent.Node.Activity is not WorkflowDefinitionActivity workflow || !workflow.TryGetOutput(name, out var output)) continue;
            parent.Set(output, value);
            return;
        }

        Run.Output[name] = ValueConverter.Normalize(value);
    }

    private NodeExecution? Frame(VariableSlot slot)
    {
        if (slot.Owner is null) return null;
        var execution = this;
        while (execution is not null && execution.Node != slot.Owner) execution = execution.Parent;
        return execution ?? throw new InvalidOperationException($"The variable '{slot.Definition.Name}' is not in scope.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(VariableSlot[] slots, string name)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Definition.Name == name) return i;
        }

        return -1;
    }
}
