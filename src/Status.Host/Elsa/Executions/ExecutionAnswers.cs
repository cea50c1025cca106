using Status.Host.Elsa.Instances;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Executions;

/// <summary>An execution of an activity with everything that is known of it.</summary>
internal sealed record ExecutionAnswer
{
    public required string Id { get; init; }

    public required string WorkflowInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityNodeId { get; init; }

    public required string ActivityType { get; init; }

    public required int ActivityTypeVersion { get; init; }

    public string? ActivityName { get; init; }

    public DataObject? ActivityState { get; init; }

    public DataObject? Payload { get; init; }

    public DataObject? Outputs { get; init; }

    public required DataObject Properties { get; init; }

    public required DataObject Metadata { get; init; }

    public ExceptionAnswer? Exception { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool HasBookmarks { get; init; }

    public required string Status { get; init; }

    public required int AggregateFaultCount { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? SchedulingActivityExecutionId { get; init; }

    public string? SchedulingActivityId { get; init; }

    public string? SchedulingWorkflowInstanceId { get; init; }

    public required int CallStackDepth { get; init; }

    /// <summary>An execution of a run.</summary>
    public static ExecutionAnswer Of(string instanceId, ActivityExecution execution, ActivityRegistry registry) => new()
    {
        Id = execution.Id,
        WorkflowInstanceId = instanceId,
        ActivityId = execution.ActivityId,
        ActivityNodeId = execution.NodeId,
        ActivityType = execution.ActivityType,
        ActivityTypeVersion = execution.ActivityTypeVersion,
        ActivityName = execution.ActivityName,
        ActivityState = execution.ActivityState,
        Payload = execution.Payload,
        Outputs = OutputsOf(execution, registry),
        Properties = execution.Properties ?? [],
        Metadata = ExecutionMetadata.Of(execution),
        Exception = execution.Fault is { } fault ? new ExceptionAnswer(fault.Type, fault.Message) : null,
        StartedAt = execution.StartedAt,
        HasBookmarks = execution.HasBookmarks,
        Status = execution.Status,
        AggregateFaultCount = execution.AggregateFaultCount,
        CompletedAt = execution.CompletedAt,
        SchedulingActivityExecutionId = execution.ParentId,
        SchedulingActivityId = execution.ParentActivityId,
        CallStackDepth = execution.Depth,
    };

    /// <summary>Every output that the type declares; <c>null</c> where the execution has not set it.</summary>
    private static DataObject? OutputsOf(ActivityExecution execution, ActivityRegistry registry)
    {
        if (execution.NodeId == ExecutionHistory.WorkflowNodeId) return execution.Outputs ?? [];
        var declared = registry.Find(execution.ActivityType, execution.ActivityTypeVersion)?.Outputs;
        if (declared is not { Count: > 0 }) return execution.Outputs;
        var outputs = new DataObject(declared.Select(output => KeyValuePair.Create(output.Name, (object?)null)));
        foreach (var (name, value) in execution.Outputs ?? []) outputs[name] = value;
        return outputs;
    }
}

/// <summary>An execution of an activity in a list.</summary>
internal sealed record ExecutionSummaryAnswer(
    string Id,
    string WorkflowInstanceId,
    string ActivityId,
    string ActivityNodeId,
    string ActivityType,
    int ActivityTypeVersion,
    string? ActivityName,
    DateTimeOffset StartedAt,
    bool HasBookmarks,
    DataObject Metadata,
    string Status,
    int AggregateFaultCount,
    DateTimeOffset? CompletedAt)
{
    public static ExecutionSummaryAnswer Of(string instanceId, ActivityExecution execution) => new(
        execution.Id, instanceId, execution.ActivityId, execution.NodeId, execution.ActivityType, execution.ActivityTypeVersion, execution.ActivityName, execution.StartedAt,
        execution.HasBookmarks, ExecutionMetadata.Of(execution), execution.Status, execution.AggregateFaultCount, execution.CompletedAt);
}

/// <summary>What happened at a node so far: the badges of the designer's viewer.</summary>
internal sealed record ExecutionStatsAnswer(
    string ActivityId,
    string ActivityNodeId,
    int StartedCount,
    int CompletedCount,
    int UncompletedCount,
    bool IsBlocked,
    bool IsFaulted,
    int AggregateFaultCount,
    DataObject Metadata)
{
    /// <summary>One entry for each node that was executed, in the order in which they first were.</summary>
    public static IEnumerable<ExecutionStatsAnswer> Of(IEnumerable<ActivityExecution> executions) =>
        executions.GroupBy(e => e.NodeId, StringComparer.Ordinal).Select(node =>
        {
            var completed = node.Count(e => e.Status == "Completed");
            return new ExecutionStatsAnswer(
                node.First().ActivityId, node.Key, node.Count(), completed, node.Count() - completed, node.Any(e => e.HasBookmarks), node.Any(e => e.Status == "Faulted"),
                node.Sum(e => e.AggregateFaultCount), ExecutionMetadata.Of(node));
        });
}
