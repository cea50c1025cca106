using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>A node of a compiled plan.</summary>
internal sealed class PlanNode
{
    public required int Index { get; init; }

    public required PlanNode? Parent { get; init; }

    /// <summary>Position among the parent's children.</summary>
    public required int Position { get; init; }

    public required ActivityDefinition Definition { get; init; }

    /// <summary>What is executed; a test case puts a stand-in here before anything runs.</summary>
    public required Activity Activity { get; set; }

    public required ActivityDescriptor Descriptor { get; init; }

    /// <summary>Whether the engine completes the activity when it returns without having made a wait.</summary>
    public required bool AutoCompletes { get; init; }

    /// <summary>The activity when it gets told of each child's completion.</summary>
    public required Container? Container { get; init; }

    public required bool IsTerminal { get; init; }

    /// <summary>Executes the activity when it declares policies; <c>null</c> for most.</summary>
    public ActivityGuard? Guard { get; set; }

    public PlanNode[] Children { get; set; } = [];

    public VariableSlot[] Variables { get; set; } = [];

    /// <summary>Inputs whose value is remembered for the time of one execution.</summary>
    public int MemoCount { get; set; }

    /// <summary>Where the run is committed around it.</summary>
    public CommitPoints Commits { get; set; }

    /// <summary>What the journal keeps of it; <c>null</c> for everything.</summary>
    public LogRules? LogRules { get; set; }

    /// <summary>Inputs that the journal shows.</summary>
    public (string Name, Input Input)[] JournalInputs { get; set; } = [];

    /// <summary>How flowcharts of its workflow run.</summary>
    public required FlowchartMode FlowchartMode { get; init; }

    /// <summary>Variables in sight.</summary>
    public required PlanScope Scope { get; init; }

    /// <summary>Whether it belongs to a workflow that is used as an activity.</summary>
    public bool IsInsideWorkflow => KeyPrefix.Length > 0;

    /// <summary>Keys of the workflows around it, each ending in a slash; empty outside of any.</summary>
    public required string KeyPrefix { get; init; }

    public LanguageSettings Languages { get; init; } = LanguageSettings.None;

    public string Id => Definition.Id;

    /// <summary>Unique in the plan: the id, or, inside a workflow used as an activity, the ids from outside to it.</summary>
    public string Key => field ??= KeyPrefix.Length == 0 ? Definition.Id : KeyPrefix + Definition.Id;

    public string NodeId => Definition.NodeId;
}

/// <summary>A place for a variable, in the run (owner <c>null</c>) or in each execution of a container.</summary>
internal sealed class VariableSlot
{
    public required PlanNode? Owner { get; init; }

    public required int Index { get; init; }

    public required VariableDefinition Definition { get; init; }

    public required Type Type { get; init; }

    /// <summary>Whether the value is forgotten when a burst ends: Elsa's memory driver.</summary>
    public bool IsTransient => Definition.StorageDriverTypeName?.Contains("MemoryStorageDriver", StringComparison.Ordinal) == true;

    /// <summary>Makes the default value; lists and objects anew each time, since runs change them.</summary>
    public required Func<object?> Default { get; init; }

    /// <summary>Converts to the variable's type and back to a value of the closed set.</summary>
    public object? Coerce(object? value) =>
        Type == typeof(object) ? Expressions.ValueConverter.Normalize(value) : Expressions.ValueConverter.Normalize(value is null ? null : Expressions.ValueConverter.To(value, Type));
}

/// <summary>A built-in that is told of each child's completion with its outcomes.</summary>
internal abstract class Container : Activity, IPreparedActivity
{
    /// <inheritdoc/>
    public virtual void Prepare(PlanNode node)
    {
    }

    /// <summary>Called on the container's execution when a child has completed.</summary>
    public abstract ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child);

    /// <summary>Called when a child was cancelled by something other than the container; goes on as if the child had completed.</summary>
    public virtual ValueTask OnChildCanceledAsync(NodeExecution self, NodeExecution child) => OnChildCompletedAsync(self, child);

    /// <summary>Whether it goes on by itself when a child faults, instead of the run having an incident.</summary>
    public virtual bool Catches(NodeExecution child) => false;

    /// <summary>Called when a child has faulted whose faults the container catches; the child has ended.</summary>
    public virtual ValueTask OnChildFaultedAsync(NodeExecution self, NodeExecution child, Exception fault) => throw new InvalidOperationException("The container catches no faults.");

    /// <summary>What a Break inside it means to it.</summary>
    public virtual BreakReaction OnBreak => BreakReaction.Ignore;

    /// <summary>Writes what an execution of the container remembers.</summary>
    public virtual void WriteState(Utf8JsonWriter writer, object state) => writer.WriteNullValue();

    /// <summary>Whether a child may be scheduled by hand while the container runs.</summary>
    public virtual bool SchedulesFromOutside => false;

    /// <summary>Schedules a child by hand.</summary>
    public virtual void ScheduleFromOutside(NodeExecution self, PlanNode child) => throw new InvalidOperationException("The container decides itself which of its children runs.");

    /// <summary>Moves what <see cref="WriteState"/> wrote to another version of the container, whose activity this is; or adds why that cannot be done.</summary>
    public virtual JsonElement? MigrateState(PlanNode from, PlanNode to, JsonElement state, ICollection<string> problems)
    {
        if (from.Children.Select(c => c.Id).SequenceEqual(to.Children.Select(c => c.Id), StringComparer.Ordinal)) return state;
        problems.Add($"'{to.Id}' ({to.Definition.Type}) has other activities inside in the new version, and the run stands in the middle of it.");
        return null;
    }

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    public virtual object? ReadState(PlanNode node, JsonElement json) => null;
}

/// <summary>What a Break means to a container around it.</summary>
internal enum BreakReaction : byte
{
    /// <summary>Nothing; it reaches what is further out.</summary>
    Ignore,

    /// <summary>The container goes no further, and so does what is around it.</summary>
    Stop,

    /// <summary>The container is a loop: it ends, and what is around it hears nothing.</summary>
    End,
}

/// <summary>An activity that computes something from its place in the plan, once.</summary>
internal interface IPreparedActivity
{
    /// <summary>Called once when the plan is compiled, after all children have been.</summary>
    void Prepare(PlanNode node);
}
