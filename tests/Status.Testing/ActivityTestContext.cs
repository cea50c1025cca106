using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Testing;

/// <summary>
/// Runs one activity by itself and keeps what it did: outcomes, outputs, writes, facts, bookmarks, timers. For rules of an activity; how activities work
/// together is the engine's test host's business.
/// </summary>
public sealed class ActivityTestContext(IServiceProvider services, TimeProvider timeProvider) : ActivityExecutionContext, IRunEffects
{
    private readonly Dictionary<string, object?> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<Output, object?> _outputs = [];
    private Activity? _activity;

    /// <summary>Outcomes it completed with; empty while it waits.</summary>
    public List<string> Outcomes { get; } = [];

    /// <summary>Writes it enlisted.</summary>
    public List<Write> Writes { get; } = [];

    /// <summary>Facts it emitted.</summary>
    public List<FactDraft> Facts { get; } = [];

    /// <summary>Work for other runs.</summary>
    public List<InboxItem> Inbox { get; } = [];

    /// <summary>Bookmarks it made.</summary>
    public List<CreateBookmarkArgs> Bookmarks { get; } = [];

    /// <summary>Timers it made.</summary>
    public List<(DateTimeOffset Due, ExecuteActivityDelegate OnDue)> Timers { get; } = [];

    /// <summary>The answer it gave.</summary>
    public HttpReply? Answer { get; private set; }

    /// <summary>How often the node was visited; part of the key.</summary>
    public int Visit { get; set; } = 1;

    /// <summary>Id of the run; part of the key.</summary>
    public string Instance { get; init; } = "instance-1";

    /// <summary>What came with the stimulus.</summary>
    public DataObject? Stimulus { get; set; }

    /// <inheritdoc/>
    public override string Id => "execution-" + Visit;

    /// <inheritdoc/>
    public override Activity Activity => _activity ?? throw new InvalidOperationException("No activity runs.");

    /// <inheritdoc/>
    public override string WorkflowInstanceId => Instance;

    /// <inheritdoc/>
    public override string? CorrelationId { get; set; }

    /// <inheritdoc/>
    public override DataObject WorkflowInput { get; } = [];

    /// <inheritdoc/>
    public override DataObject WorkflowOutput { get; } = [];

    /// <inheritdoc/>
    public override DataObject? StimulusInput => Stimulus;

    /// <inheritdoc/>
    public override bool IsTriggerOfWorkflow => false;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => default;

    /// <inheritdoc/>
    public override DataObject JournalData { get; } = [];

    /// <inheritdoc/>
    public override TimeProvider TimeProvider => timeProvider;

    /// <inheritdoc/>
    public override TimeZoneInfo TimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public string IdempotencyKey => $"{WorkflowInstanceId}/{Activity.Id}/{Visit}";

    /// <summary>Runs the activity until it completes or waits.</summary>
    public async Task<ActivityTestContext> RunAsync(Activity activity)
    {
        _activity = activity;
        if (activity.Type.Length == 0) activity.Type = "Status." + activity.GetType().Name;
        if (activity.Id.Length == 0) activity.Id = activity.GetType().Name;
        if (activity.NodeId.Length == 0) activity.NodeId = "Workflow1:" + activity.Id;
        await activity.ExecuteAsync(this);
        if (Outcomes.Count == 0 && Bookmarks.Count == 0 && Timers.Count == 0 && activity is CodeActivity) Outcomes.Add("Done");
        return this;
    }

    /// <summary>Resumes what the activity waits for.</summary>
    public async Task ResumeAsync(ExecuteActivityDelegate callback, DataObject? stimulus = null)
    {
        Stimulus = stimulus;
        await callback(this);
    }

    /// <summary>What the activity gave out.</summary>
    public object? Output(Output? output) => output is null ? null : _outputs.GetValueOrDefault(output);

    /// <inheritdoc/>
    public override T GetRequiredService<T>() => (T?)services.GetService(typeof(T)) ?? throw new InvalidOperationException($"No {typeof(T).Name} in the test.");

    /// <inheritdoc/>
    public override void Set(Output? output, object? value)
    {
        if (output is not null) _outputs[output] = value;
    }

    /// <inheritdoc/>
    public override object? GetVariable(string name) => _variables.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override void SetVariable(string name, object? value) => _variables[name] = value;

    /// <inheritdoc/>
    public override object? GetProperty(string name) => _properties.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override void SetProperty(string name, object? value) => _properties[name] = value;

    /// <inheritdoc/>
    public override ValueTask CompleteActivityWithOutcomesAsync(params ReadOnlySpan<string> outcomes)
    {
        Outcomes.AddRange(outcomes);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask ScheduleActivityAsync(Activity? child, ExecuteActivityDelegate? onCompleted = null, DataObject? variables = null) =>
        throw new NotSupportedException("A container needs the engine's test host.");

    /// <inheritdoc/>
    public override void CreateBookmark(CreateBookmarkArgs args) => Bookmarks.Add(args);

    /// <inheritdoc/>
    public override void CreateTimer(DateTimeOffset due, ExecuteActivityDelegate onDue) => Timers.Add((due, onDue));

    void IRunEffects.Emit(FactDraft fact) => Facts.Add(fact);

    void IRunEffects.Enlist(Write write) => Writes.Add(write);

    void IRunEffects.Enqueue(InboxItem item) => Inbox.Add(item);

    void IRunEffects.Reply(HttpReply reply) => Answer = reply;
}
