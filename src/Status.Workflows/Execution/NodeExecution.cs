using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// One execution of a node: the context that the activity sees. Kept small because the engine makes one per activity; what few executions need is in
/// <see cref="ExecutionExtras"/>.
/// </summary>
internal sealed partial class NodeExecution : ActivityExecutionContext, IRunEffects
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

    private void RequireOwnMethod(ExecuteActivityDelegate callback)
    {
        // The method is stored by name, so that a wait survives a restart: a lambda has no name that a newer build would keep.
        if (ReferenceEquals(callback.Target, Activity) || (callback.Target is null && callback.Method.DeclaringType!.IsInstanceOfType(Activity))) return;
        throw new ArgumentException($"The callback must be a method of {Activity.GetType().Name}.", nameof(callback));
    }
}
