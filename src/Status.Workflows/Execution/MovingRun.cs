namespace Status.Workflows.Execution;

/// <summary>A run with work that a fact left for it.</summary>
/// <param name="InstanceId">The run.</param>
/// <param name="DefinitionId">Its definition when it is still to start; <c>null</c> otherwise.</param>
/// <param name="DefinitionVersionId">The version it stands in, or is to start with; <c>null</c> takes the published one.</param>
/// <param name="BeginsAtTrigger">Whether it is past its beginning, or begins at a trigger: an activity that can only begin a run will then never wait in it.</param>
public sealed record MovingRun(InstanceId InstanceId, string? DefinitionId, string? DefinitionVersionId, bool BeginsAtTrigger);
