using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>Stands in for an activity: its inputs are evaluated and written down, its outputs and outcomes come from the case.</summary>
internal sealed class MockedActivity(Activity original, ActivityMock mock) : Activity
{
    /// <summary>Where a resumption says how a waiting stand-in completes.</summary>
    public const string OutcomeMember = "outcome";

    /// <summary>Where a resumption says what a waiting stand-in gives.</summary>
    public const string OutputsMember = "outputs";

    /// <summary>Puts stand-ins into a plan.</summary>
    /// <returns>Stand-ins that no activity fits.</returns>
    public static IEnumerable<ActivityMock> PutInto(WorkflowPlan plan, IEnumerable<ActivityMock> mocks)
    {
        foreach (var mock in mocks)
        {
            var nodes = Array.FindAll(plan.Nodes, n => n.Parent is not null && Fits(n, mock));
            foreach (var node in nodes) node.Activity = new MockedActivity(node.Activity, mock).As(node);
            if (nodes.Length == 0) yield return mock;
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var execution = (NodeExecution)context;
        // Evaluating writes them into the journal, where the case looks them up; a mistake in an expression shows itself as it would in earnest.
        foreach (var (_, input) in execution.Node.JournalInputs) _ = input.GetBoxed(context);
        var call = CallOf(execution);
        if (!call.Waits && call.After is null) return CompleteAsync(context);
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Status.TestCase", Stimulus = new DataObject { ["activity"] = Id }, IncludeActivityInstanceId = true, Callback = OnResumedAsync });
        if (call.After is { } after) context.CreateTimer(context.TimeProvider.GetUtcNow() + after, CompleteAsync);
        return default;
    }

    /// <summary>Called when the case resumes it.</summary>
    public ValueTask OnResumedAsync(ActivityExecutionContext context)
    {
        var input = context.StimulusInput ?? [];
        if (input[OutcomeMember] is not string outcome) return CompleteAsync(context);
        foreach (var (name, value) in input[OutputsMember] as DataObject ?? []) Set((NodeExecution)context, name, value);
        return context.CompleteActivityWithOutcomesAsync(outcome);
    }

    /// <summary>Completes as the case says, at once or when the time has passed.</summary>
    public ValueTask CompleteAsync(ActivityExecutionContext context)
    {
        var execution = (NodeExecution)context;
        var call = CallOf(execution);
        if (call.Fault is { } message) throw new InvalidOperationException(message);
        foreach (var (name, value) in call.Outputs) Set(execution, name, value);
        return context.CompleteActivityWithOutcomesAsync(call.Outcomes.Count == 0 ? ["Done"] : [.. call.Outcomes]);
    }

    private ActivityCall CallOf(NodeExecution execution) => mock.Calls[Math.Clamp(execution.Visit, 1, mock.Calls.Count) - 1];

    private void Set(NodeExecution execution, string name, object? value)
    {
        var descriptor = execution.Node.Descriptor.Outputs.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"The case gives '{Id}' an output '{name}'; {Type} has {string.Join(", ", execution.Node.Descriptor.Outputs.Select(o => o.Name))}.");
        // A copy: scripts of the run may change what they get.
        execution.Set((Output?)descriptor.Property.GetValue(original), value is DataObject or DataArray ? DataJson.Parse(DataJson.ToUtf8(value)) : value);
    }

    private MockedActivity As(PlanNode node)
    {
        (Id, NodeId, Name, Type, Version, NodeIndex) = (node.Id, node.NodeId, node.Definition.Name, node.Definition.Type, node.Definition.Version, node.Index);
        return this;
    }

    private static bool Fits(PlanNode node, ActivityMock mock) =>
        mock.Activity is { } name ? node.Id == name || node.Definition.Name == name : string.Equals(node.Definition.Type, mock.Type, StringComparison.Ordinal);
}
