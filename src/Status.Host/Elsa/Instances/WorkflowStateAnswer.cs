using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>The state of a run as the designer's viewer reads it.</summary>
internal sealed record WorkflowStateAnswer
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public required int DefinitionVersion { get; init; }

    public string? ParentWorkflowInstanceId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public required string Status { get; init; }

    public required string SubStatus { get; init; }

    public required bool IsExecuting { get; init; }

    public required IReadOnlyList<BookmarkAnswer> Bookmarks { get; init; }

    public required IReadOnlyList<IncidentAnswer> Incidents { get; init; }

    public required bool IsSystem { get; init; }

    public required IReadOnlyList<CompletionCallbackAnswer> CompletionCallbacks { get; init; }

    public required IReadOnlyList<ExecutionContextAnswer> ActivityExecutionContexts { get; init; }

    public required IReadOnlyList<ScheduledActivityAnswer> ScheduledActivities { get; init; }

    public required long ExecutionLogSequence { get; init; }

    public required DataObject Input { get; init; }

    public required DataObject Output { get; init; }

    public required DataObject Properties { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The state of a run.</summary>
    public static WorkflowStateAnswer Of(RunSnapshot snapshot)
    {
        var run = snapshot.Run;
        return new()
        {
            Id = run.Id.Value,
            DefinitionId = run.DefinitionId,
            DefinitionVersionId = run.DefinitionVersionId,
            DefinitionVersion = run.Version,
            ParentWorkflowInstanceId = run.ParentInstanceId,
            CorrelationId = run.CorrelationId,
            Name = run.Name,
            Status = run.Status.ToString(),
            SubStatus = run.SubStatus.ToString(),
            IsExecuting = run.SubStatus == InstanceSubStatus.Executing,
            Bookmarks = [.. snapshot.Bookmarks.Select(BookmarkAnswer.Of)],
            Incidents = [.. snapshot.Incidents.Select(IncidentAnswer.Of)],
            IsSystem = run.IsSystem,
            CompletionCallbacks = [.. snapshot.Executions.Where(e => e.OnCompleted is not null).Select(e => new CompletionCallbackAnswer(e.ParentId ?? run.Id.Value, e.NodeId, e.OnCompleted!))],
            ActivityExecutionContexts = ExecutionContextAnswer.Of(snapshot),
            ScheduledActivities = [.. snapshot.Executions.Where(e => e.Status == "Pending").Select(e => new ScheduledActivityAnswer(e.NodeId, e.ParentId ?? run.Id.Value))],
            ExecutionLogSequence = snapshot.JournalSequence,
            Input = snapshot.Input,
            Output = snapshot.Output,
            Properties = [],
            CreatedAt = run.CreatedAt,
            UpdatedAt = run.UpdatedAt,
            FinishedAt = run.FinishedAt,
        };
    }
}

/// <summary>A place where the run waits.</summary>
internal sealed record BookmarkAnswer(
    string Id, string Name, string Hash, DataObject Payload, string ActivityId, string ActivityNodeId, string ActivityInstanceId, DateTimeOffset CreatedAt,
    bool AutoBurn, string? CallbackMethodName, bool AutoComplete)
{
    public static BookmarkAnswer Of(OpenWait wait) => new(
        wait.Bookmark.Id, wait.Bookmark.Name, wait.Bookmark.Hash, Wire(wait.Bookmark.Payload), wait.ActivityId, wait.Bookmark.ActivityNodeId, wait.Bookmark.ActivityInstanceId,
        wait.Bookmark.CreatedAt, wait.AutoBurn, wait.Callback, wait.Callback is null);

    // It is hashed with Elsa's names of members and sent in the case of all answers.
    private static DataObject Wire(DataObject payload) => new(payload.Select(m => KeyValuePair.Create(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(m.Key), m.Value)));
}

/// <summary>A fault.</summary>
internal sealed record IncidentAnswer(string ActivityId, string ActivityNodeId, string ActivityType, string Message, ExceptionAnswer Exception, DateTimeOffset Timestamp)
{
    public static IncidentAnswer Of(Incident incident) => new(
        incident.ActivityId, incident.ActivityNodeId, incident.ActivityType, incident.Message, new ExceptionAnswer(incident.ExceptionType, incident.Message), incident.At);
}

/// <summary>An exception; the stack stays in the host's log.</summary>
internal sealed record ExceptionAnswer(string? Type, string Message);

/// <summary>What a parent does when a child has completed.</summary>
internal sealed record CompletionCallbackAnswer(string OwnerInstanceId, string ChildNodeId, string MethodName);

/// <summary>An execution that waits for its turn.</summary>
internal sealed record ScheduledActivityAnswer(string ActivityNodeId, string OwnerContextId);

/// <summary>An execution that has not ended.</summary>
internal sealed record ExecutionContextAnswer
{
    public required string Id { get; init; }

    public string? ParentContextId { get; init; }

    public required string ScheduledActivityNodeId { get; init; }

    public string? OwnerActivityNodeId { get; init; }

    public required DataObject Properties { get; init; }

    public required DataObject Metadata { get; init; }

    public required IReadOnlyList<object> DynamicVariables { get; init; }

    public required string Status { get; init; }

    public required bool IsExecuting { get; init; }

    public required int FaultCount { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required int CallStackDepth { get; init; }

    /// <summary>The executions of a run, the workflow itself among them.</summary>
    public static IReadOnlyList<ExecutionContextAnswer> Of(RunSnapshot snapshot)
    {
        var run = snapshot.Run;
        var byId = snapshot.Executions.ToDictionary(e => e.Id, StringComparer.Ordinal);
        var answers = snapshot.Executions.Reverse().Select(execution => Of(snapshot, execution, byId)).ToList();
        answers.Add(new ExecutionContextAnswer
        {
            Id = run.Id.Value,
            ScheduledActivityNodeId = ExecutionHistory.WorkflowNodeId,
            Properties = Variables(snapshot.Variables),
            Metadata = [],
            DynamicVariables = [],
            Status = run.Status == InstanceStatus.Finished ? "Completed" : "Running",
            IsExecuting = false,
            FaultCount = snapshot.Incidents.Count,
            StartedAt = run.CreatedAt,
            CompletedAt = run.FinishedAt,
            CallStackDepth = 0,
        });
        return answers;
    }

    private static ExecutionContextAnswer Of(RunSnapshot snapshot, LiveExecution execution, Dictionary<string, LiveExecution> byId)
    {
        var properties = new DataObject(execution.Properties ?? []);
        foreach (var (name, value) in Variables(execution.Variables)) properties[name] = value;
        return new()
        {
            Id = execution.Id,
            ParentContextId = execution.ParentId ?? snapshot.Run.Id.Value,
            ScheduledActivityNodeId = execution.NodeId,
            OwnerActivityNodeId = execution.ParentId is { } parent ? byId[parent].NodeId : ExecutionHistory.WorkflowNodeId,
            Properties = properties,
            Metadata = [],
            DynamicVariables = [],
            Status = execution.Status,
            IsExecuting = false,
            FaultCount = snapshot.Incidents.Count(i => i.ActivityNodeId == execution.NodeId || i.ActivityNodeId.StartsWith(execution.NodeId + ":", StringComparison.Ordinal)),
            StartedAt = execution.StartedAt ?? snapshot.Run.UpdatedAt,
            CallStackDepth = DepthOf(execution, byId),
        };
    }

    private static DataObject Variables(IReadOnlyList<VariableValue> variables) =>
        variables.Count == 0 ? [] : new DataObject { ["Variables"] = new DataObject(variables.Select(v => KeyValuePair.Create(v.Id, v.Value))) };

    private static int DepthOf(LiveExecution execution, Dictionary<string, LiveExecution> byId)
    {
        var depth = 1;
        for (var parent = execution.ParentId; parent is not null; parent = byId[parent].ParentId) depth++;
        return depth;
    }
}
