using Microsoft.Extensions.Logging;

namespace Status.Workflows.Execution;

/// <summary>What the engine logs. Event ids 100–149.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(101, LogLevel.Warning, "Run {InstanceId} of {DefinitionId}: activity {ActivityId} ({ActivityType}) faulted")]
    public static partial void ActivityFaulted(ILogger logger, string instanceId, string definitionId, string activityId, string activityType, Exception exception);

    [LoggerMessage(102, LogLevel.Error, "Run {InstanceId} of {DefinitionId}: the database refused its commit ({Reason}); the run is faulted")]
    public static partial void CommitRefused(ILogger logger, string instanceId, string definitionId, string? reason);

    [LoggerMessage(162, LogLevel.Warning, "Run {InstanceId} of {DefinitionId}: activity {ActivityId} faulted: {Reason}")]
    public static partial void CannotBeStored(ILogger logger, string instanceId, string definitionId, string? activityId, string reason);

    [LoggerMessage(103, LogLevel.Information, "Run {InstanceId}: another host has moved it on; this burst is forgotten")]
    public static partial void CommitStale(ILogger logger, string instanceId);

    [LoggerMessage(104, LogLevel.Warning, "Run {InstanceId}: inbox items are parked: {Reason}")]
    public static partial void ItemsParked(ILogger logger, string instanceId, string reason);

    [LoggerMessage(105, LogLevel.Warning, "The store cannot be reached; the next try is in {Delay}")]
    public static partial void StoreUnreachable(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(106, LogLevel.Error, "Run {InstanceId} could not be executed")]
    public static partial void RunFailed(ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(115, LogLevel.Information, "Run {InstanceId} is not started: the activation strategy of its workflow does not allow it beside the runs that go on")]
    public static partial void NotActivated(ILogger logger, string instanceId);

    [LoggerMessage(153, LogLevel.Debug, "Run {InstanceId} waits until one of the runs that go on has ended: as many do as its workflow allows")]
    public static partial void Held(ILogger logger, string instanceId);

    [LoggerMessage(154, LogLevel.Error, "Run {InstanceId} of {DefinitionId}: the C# code of activity {ActivityId} went past its time and does not end; it keeps a thread ({LeftBehind} of {Places})")]
    public static partial void CodeLeftBehind(ILogger logger, string instanceId, string definitionId, string activityId, int leftBehind, int places);

    [LoggerMessage(155, LogLevel.Information, "Run {InstanceId} of {DefinitionId}: the C# code of activity {ActivityId}, given up before, has ended")]
    public static partial void CodeEnded(ILogger logger, string instanceId, string definitionId, string activityId);

    [LoggerMessage(156, LogLevel.Error, "A test of activity {ActivityId} of {DefinitionId} does not hear that its time is over; it goes on in the background ({LeftBehind} of {Places})")]
    public static partial void TestLeftBehind(ILogger logger, string activityId, string definitionId, int leftBehind, int places);

    [LoggerMessage(110, LogLevel.Warning, "The workflows that can be used as activities could not be read; the next try follows")]
    public static partial void WorkflowActivitiesNotRead(ILogger logger, Exception exception);

    [LoggerMessage(107, LogLevel.Warning, "Run {InstanceId}: a change of its variables is ignored, '{VariableId}' is unknown in its version or takes no such value")]
    public static partial void ChangeIgnored(ILogger logger, string instanceId, string variableId);
}
