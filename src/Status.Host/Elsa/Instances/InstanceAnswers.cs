using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>A run in a list.</summary>
internal sealed record InstanceSummaryAnswer(
    string Id,
    string DefinitionId,
    string DefinitionVersionId,
    int Version,
    string Status,
    string SubStatus,
    string? CorrelationId,
    string? Name,
    int IncidentCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FinishedAt)
{
    public static InstanceSummaryAnswer Of(RunSummary run) => new(
        run.Id.Value, run.DefinitionId, run.DefinitionVersionId, run.Version, run.Status.ToString(), run.SubStatus.ToString(),
        run.CorrelationId, run.Name, run.IncidentCount, run.CreatedAt, run.UpdatedAt, run.FinishedAt);
}

/// <summary>A run with everything that is known of it.</summary>
internal sealed record InstanceAnswer(
    string Id,
    string DefinitionId,
    string DefinitionVersionId,
    int Version,
    string? ParentWorkflowInstanceId,
    WorkflowStateAnswer WorkflowState,
    string Status,
    string SubStatus,
    bool IsExecuting,
    string? CorrelationId,
    string? Name,
    int IncidentCount,
    bool IsSystem,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FinishedAt)
{
    public static InstanceAnswer Of(RunSnapshot snapshot)
    {
        var run = snapshot.Run;
        var state = WorkflowStateAnswer.Of(snapshot);
        return new(
            state.Id, run.DefinitionId, run.DefinitionVersionId, run.Version, run.ParentInstanceId, state, state.Status, state.SubStatus, state.IsExecuting,
            run.CorrelationId, run.Name, run.IncidentCount, state.IsSystem, run.CreatedAt, run.UpdatedAt, run.FinishedAt);
    }
}
