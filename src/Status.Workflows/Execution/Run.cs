using Microsoft.Extensions.Logging;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>One run in memory during one burst: its state and the effects that wait for the commit. Single-threaded.</summary>
internal sealed partial class Run
{
    private readonly WorkQueue _queue = new();
    private readonly IncidentLog _incidents = new();
    private NodeExecution? _firstLive;
    private DataObject?[]? _outputs;
    private DataObject? _input;
    private DataObject? _output;

    public Run(WorkflowPlan plan, string instanceId, RunEnvironment environment, CancellationToken cancellationToken)
    {
        Plan = plan;
        InstanceId = instanceId;
        Environment = environment;
        CancellationToken = cancellationToken;
        Visits = new int[plan.Nodes.Length];
        Variables = MakeVariables(plan.Variables);
        if (plan.Mode == PersistenceMode.Journalled) Journal = new JournalBuilder(this);
    }

    public WorkflowPlan Plan { get; }

    /// <summary>A repetition of the request must find the run, whatever the definition's mode says.</summary>
    public bool MustBeStored { get; init; }

    /// <summary>Decides whether the run may start at all; <c>null</c> when it may.</summary>
    public ActivationRule? Activation { get; init; }

    public PersistenceMode Mode => (MustBeStored || Plan.DecidesStarts) && Plan.Mode == PersistenceMode.Off ? PersistenceMode.Durable : Plan.Mode;

    public string InstanceId { get; }

    public RunEnvironment Environment { get; }

    public IServiceProvider Services => Environment.Services;

    public TimeProvider TimeProvider => Environment.TimeProvider;

    public CancellationToken CancellationToken { get; }

    public JournalBuilder? Journal { get; }

    public EngineScriptHost ScriptHost => field ??= new EngineScriptHost(this);

    public object?[] Variables { get; }

    public int[] Visits { get; }

    public DataObject Input
    {
        get => _input ??= [];
        set => _input = value;
    }

    public DataObject Output => _output ??= [];

    public DataObject? OutputOrNull
    {
        get => _output;
        set => _output = value;
    }

    public object? LastResult { get; set; }

    public string? CorrelationId { get; set; }

    public string? Name { get; set; }

    public string? ParentInstanceId { get; set; }

    /// <summary>What the parent waits for; <c>null</c> when it does not, or has been told.</summary>
    public ParentReply? ReplyTo { get; set; }

    public long Cause { get; set; }

    public int Depth { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>W3C trace context that the run belongs to; committed state while it goes on. <c>null</c> when nobody asked for a trace.</summary>
    public string? Trace { get; set; }

    /// <summary>The node that executes now, or did last; for logs.</summary>
    public PlanNode? Executing { get; set; }

    /// <summary>Executions that the diagnostics have counted.</summary>
    public int Counted { get; set; }

    public InstanceSubStatus SubStatus { get; private set; } = InstanceSubStatus.Pending;

    /// <summary>Number of executions made so far; committed state.</summary>
    public int ExecutionCount { get; set; }

    /// <summary>Number of bookmarks made so far; committed state.</summary>
    public int BookmarkCount { get; set; }

    public IncidentLog Incidents => _incidents;

    public bool HasEnded => InstanceTransitions.StatusOf(SubStatus) == InstanceStatus.Finished;

    public static object?[] MakeVariables(VariableSlot[] slots)
    {
        if (slots.Length == 0) return [];
        var values = new object?[slots.Length];
        for (var i = 0; i < slots.Length; i++) values[i] = slots[i].Default();
        return values;
    }

    /// <summary>Takes over the status of a stored run.</summary>
    public void Restore(InstanceSubStatus subStatus)
    {
        SubStatus = subStatus;
        HadEnded = HasEnded;
    }

    /// <summary>Whether it had ended when it was loaded, and has not been retried since.</summary>
    public bool HadEnded { get; private set; }

    public void RestoreOutputs(PlanNode node, DataObject outputs) => (_outputs ??= new DataObject?[Plan.Nodes.Length])[node.Index] = outputs;

    public void RestoreQueued(NodeExecution execution) => _queue.Enqueue(execution);

    public void MoveTo(InstanceSubStatus subStatus) => SubStatus = InstanceTransitions.Move(SubStatus, subStatus);

    public DataObject? OutputsOf(PlanNode node) => _outputs?[node.Index];

    public void SetOutput(PlanNode node, string name, object? value)
    {
        _outputs ??= new DataObject?[Plan.Nodes.Length];
        (_outputs[node.Index] ??= [])[name] = value;
        if (name == "Result") LastResult = value;
    }

    /// <summary>Executions that have not ended, newest first.</summary>
    public IEnumerable<NodeExecution> Live()
    {
        for (var execution = _firstLive; execution is not null; execution = execution.NextLive) yield return execution;
    }

    /// <summary>Adds an execution to those that have not ended.</summary>
    public void AddLive(NodeExecution execution)
    {
        execution.NextLive = _firstLive;
        if (_firstLive is not null) _firstLive.PreviousLive = execution;
        _firstLive = execution;
        if (execution.Parent is { } parent) parent.OpenChildren++;
    }

    private void RemoveLive(NodeExecution execution)
    {
        if (execution.PreviousLive is { } previous) previous.NextLive = execution.NextLive;
        else _firstLive = execution.NextLive;
        if (execution.NextLive is { } next) next.PreviousLive = execution.PreviousLive;
        execution.PreviousLive = execution.NextLive = null;
        if (execution.Parent is { } parent) parent.OpenChildren--;
    }
}

/// <summary>What runs need of their host.</summary>
/// <param name="Services">Services of the host; the root provider, since a run outlives any request.</param>
/// <param name="TimeProvider">The clock.</param>
/// <param name="Ids">Makes ids.</param>
/// <param name="Logger">Reports faults.</param>
/// <param name="Output">Where WriteLine writes.</param>
/// <param name="Scripts">Limits of one evaluation.</param>
internal sealed record RunEnvironment(IServiceProvider Services, TimeProvider TimeProvider, IdGenerator Ids, ILogger Logger, TextWriter Output, ScriptLimits Scripts)
{
    public void Report(Run run, PlanNode node, Exception exception) =>
        EngineLog.ActivityFaulted(Logger, run.InstanceId, run.Plan.Definition.DefinitionId, node.Id, node.Definition.Type, exception);
}

/// <summary>First in, first out; grows as needed and keeps its array.</summary>
internal sealed class WorkQueue
{
    private NodeExecution?[] _items = new NodeExecution?[4];
    private int _head;

    public int Count { get; private set; }

    public void Enqueue(NodeExecution item)
    {
        if (Count == _items.Length) Grow();
        _items[(_head + Count++) & (_items.Length - 1)] = item;
    }

    public NodeExecution Peek() => _items[_head]!;

    public NodeExecution Dequeue()
    {
        var item = _items[_head]!;
        _items[_head] = null;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    public void Clear()
    {
        Array.Clear(_items);
        Count = _head = 0;
    }

    public IEnumerable<NodeExecution> Items()
    {
        for (var i = 0; i < Count; i++) yield return _items[(_head + i) & (_items.Length - 1)]!;
    }

    private void Grow()
    {
        var larger = new NodeExecution?[_items.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = _items[(_head + i) & (_items.Length - 1)];
        (_items, _head) = (larger, 0);
    }
}

/// <summary>The faults of a run.</summary>
internal sealed class IncidentLog
{
    private List<Incident>? _items;

    public IReadOnlyList<Incident> Items => (IReadOnlyList<Incident>?)_items ?? [];

    public int Count => _items?.Count ?? 0;

    public void Add(Incident incident) => (_items ??= []).Add(incident);

    /// <summary>Takes out the faults of a node that is executed again; the journal keeps them.</summary>
    public void Resolve(string nodeId) => _items?.RemoveAll(i => i.ActivityNodeId == nodeId);
}
