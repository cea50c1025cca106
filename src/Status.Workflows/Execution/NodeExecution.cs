using System.Runtime.CompilerServices;
using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// One execution of a node: the context that the activity sees. Kept small because the engine makes one per activity; what few executions need is in
/// <see cref="ExecutionExtras"/>.
/// </summary>
internal sealed class NodeExecution : ActivityExecutionContext, IRunEffects
{
    private ExecutionExtras? _extras;

    public NodeExecution(Run run, PlanNode node, NodeExecution? parent, int sequence)
    {
        Run = run;
        Node = node;
        Parent = parent;
        Sequence = sequence;
    }

    public Run Run { get; }

    public PlanNode Node { get; }

    public NodeExecution? Parent { get; }

    /// <summary>Number of this execution in its run, part of its id.</summary>
    public int Sequence { get; }

    /// <summary>How often the node has been executed in this run, this time included.</summary>
    public int Visit { get; set; }

    /// <summary>Children that have not ended (a faulted child counts on).</summary>
    public int OpenChildren { get; set; }

    public int OpenBookmarks { get; set; }

    public ExecutionStatus Status { get; set; }

    public bool StartedWorkflow { get; set; }

    /// <summary>Ended already, and there again for its variables: a branch that undoes a step sees them.</summary>
    public bool IsScopeOnly { get; init; }

    /// <summary>Whether a Break below has asked to go no further.</summary>
    public bool IsBreaking { get; set; }

    /// <summary>Asked for by the parent when it scheduled this execution.</summary>
    public ExecuteActivityDelegate? OnCompleted { get; set; }

    /// <summary>Values of the container's variables.</summary>
    public object?[]? Variables { get; set; }

    /// <summary>What a container remembers.</summary>
    public object? ContainerState { get; set; }

    /// <summary>The one outcome (a text), several (a list of texts), or <c>null</c> before completion.</summary>
    public object? Outcome { get; set; }

    public NodeExecution? PreviousLive { get; set; }

    public NodeExecution? NextLive { get; set; }

    public ExecutionExtras Extras => _extras ??= new ExecutionExtras();

    public ExecutionExtras? ExtrasOrNull => _extras;

    /// <inheritdoc/>
    public override string Id => $"{Run.InstanceId}-{Sequence}";

    /// <inheritdoc/>
    public override Activity Activity => Node.Activity;

    /// <inheritdoc/>
    public override string WorkflowInstanceId => Run.InstanceId;

    /// <inheritdoc/>
    public override string? CorrelationId
    {
        get => Run.CorrelationId;
        set => Run.CorrelationId = value;
    }

    /// <inheritdoc/>
    public override DataObject WorkflowInput => Run.Input;

    /// <inheritdoc/>
    public override DataObject WorkflowOutput => Run.Output;

    /// <inheritdoc/>
    public override DataObject? StimulusInput => _extras?.StimulusInput;

    /// <inheritdoc/>
    public override bool IsTriggerOfWorkflow => StartedWorkflow;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => _extras is { Cancellation.CanBeCanceled: true } ? _extras.Cancellation : Run.CancellationToken;

    /// <inheritdoc/>
    public override DataObject JournalData => Extras.JournalData ??= [];

    /// <inheritdoc/>
    public override TimeProvider TimeProvider => Run.TimeProvider;

    /// <inheritdoc/>
    public override TimeZoneInfo TimeZone => Run.Plan.TimeZone;

    /// <inheritdoc/>
    public string IdempotencyKey => $"{Run.InstanceId}/{Node.Key}/{Visit}";

    /// <inheritdoc/>
    public override T GetRequiredService<T>() =>
        (T?)Run.Services.GetService(typeof(T)) ?? throw new InvalidOperationException($"No service {typeof(T).FullName} is registered.");

    /// <inheritdoc/>
    public override void Set(Output? output, object? value)
    {
        if (output is null) return;
        var normalized = ValueConverter.Normalize(value);
        Run.SetOutput(Node, output.Name, normalized);
        output.Target?.Invoke(this, normalized);
    }

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

    /// <inheritdoc/>
    public override object? GetProperty(string name) => _extras?.Properties?[name];

    /// <inheritdoc/>
    public override void SetProperty(string name, object? value) => (Extras.Properties ??= [])[name] = ValueConverter.Normalize(value);

    /// <inheritdoc/>
    public override ValueTask CompleteActivityWithOutcomesAsync(params ReadOnlySpan<string> outcomes)
    {
        Outcome = outcomes.Length == 1 ? outcomes[0] : outcomes.ToArray();
        return Run.CompleteAsync(this);
    }

    /// <inheritdoc/>
    public override ValueTask ScheduleActivityAsync(Activity? child, ExecuteActivityDelegate? onCompleted = null, DataObject? variables = null)
    {
        if (child is null) return onCompleted is null ? CompleteActivityAsync() : onCompleted(this);
        if (onCompleted is not null) RequireOwnMethod(onCompleted);
        var node = Run.Plan.Nodes[child.NodeIndex];
        var execution = Run.Schedule(node, this);
        execution.OnCompleted = onCompleted;
        if (variables is not null) execution.Extras.Dynamic = variables;
        return default;
    }

    /// <inheritdoc/>
    public override void CreateBookmark(CreateBookmarkArgs args)
    {
        if (args.Callback is not null) RequireOwnMethod(args.Callback);
        Run.AddBookmark(this, args, due: null);
    }

    /// <inheritdoc/>
    public override void CreateTimer(DateTimeOffset due, ExecuteActivityDelegate onDue)
    {
        RequireOwnMethod(onDue);
        Run.AddBookmark(this, new CreateBookmarkArgs { Stimulus = new DataObject { ["ResumeAt"] = due }, Callback = onDue, IncludeActivityInstanceId = true }, due);
    }

    /// <inheritdoc/>
    public void Emit(FactDraft fact) => Run.Emit(fact);

    /// <inheritdoc/>
    public void Enlist(Write write) => Run.Enlist(this, write);

    /// <inheritdoc/>
    public void Enqueue(InboxItem item) => Run.Enqueue(item);

    /// <inheritdoc/>
    public void Reply(HttpReply reply) => Run.SetReply(reply);

    /// <summary>Whether the activity completed with an outcome.</summary>
    public bool HasOutcome(string outcome) => Outcome is string single ? single == outcome : Outcome is string[] several && Array.IndexOf(several, outcome) >= 0;

    private NodeExecution? Frame(VariableSlot slot)
    {
        if (slot.Owner is null) return null;
        var execution = this;
        while (execution is not null && execution.Node != slot.Owner) execution = execution.Parent;
        return execution ?? throw new InvalidOperationException($"The variable '{slot.Definition.Name}' is not in scope.");
    }

    private void RequireOwnMethod(ExecuteActivityDelegate callback)
    {
        // The method is stored by name, so that a wait survives a restart: a lambda has no name that a newer build would keep.
        if (ReferenceEquals(callback.Target, Activity) || (callback.Target is null && callback.Method.DeclaringType!.IsInstanceOfType(Activity))) return;
        throw new ArgumentException($"The callback must be a method of {Activity.GetType().Name}.", nameof(callback));
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

/// <summary>What few executions need.</summary>
internal sealed class ExecutionExtras
{
    public DataObject? StimulusInput { get; set; }

    public DataObject? JournalData { get; set; }

    public DataObject? Dynamic { get; set; }

    public DataObject? Properties { get; set; }

    /// <summary>The turn of a parallel loop that this execution is the body of.</summary>
    public LoopScope? Turn { get; set; }

    /// <summary>Values of inputs evaluated in this execution, by their memo index; <see cref="NotEvaluated"/> marks the others.</summary>
    public object?[]? Memo { get; set; }

    /// <summary>How often runs that it had started were given up, so that others have to be started in their place.</summary>
    public int Restarts { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Ends the present try of an activity with a time limit.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The present try of an activity with a retry strategy.</summary>
    public ActivityAttempt? Attempt { get; set; }

    public static object NotEvaluated { get; } = new();

    public bool TryGet(string name, out object? value)
    {
        if (Dynamic is not null && Dynamic.TryGetValue(name, out value)) return true;
        value = null;
        return Turn is not null && Turn.TryGet(name, out value);
    }
}

/// <summary>Elsa's status of an execution.</summary>
internal enum ExecutionStatus : byte
{
    Pending,
    Running,
    Completed,
    Canceled,
    Faulted,
}
