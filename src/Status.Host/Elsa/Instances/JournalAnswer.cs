using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>A line of a journal.</summary>
internal sealed record JournalAnswer(
    string Id,
    string ActivityInstanceId,
    string? ParentActivityInstanceId,
    string ActivityId,
    string ActivityType,
    int ActivityTypeVersion,
    string? ActivityName,
    string NodeId,
    DateTimeOffset Timestamp,
    long Sequence,
    string EventName,
    string? Message,
    DataObject? ActivityState,
    DataObject? Payload)
{
    public static JournalAnswer Of(string instanceId, JournalRecord record) => new(
        IdOf(instanceId, record), record.ActivityInstanceId, record.ParentActivityInstanceId, record.ActivityId, record.ActivityType, record.ActivityTypeVersion, record.ActivityName,
        record.NodeId, record.Timestamp, record.Sequence, record.EventName, record.Message, record.ActivityState, record.Payload);

    /// <summary>A line's id: its run and its place.</summary>
    public static string IdOf(string instanceId, JournalRecord record) => $"{instanceId}:{record.Sequence}";
}

/// <summary>The last line about an activity; the designer's interface has its own shape for it.</summary>
internal sealed record LastJournalAnswer(
    string Id,
    string WorkflowDefinitionId,
    string WorkflowDefinitionVersionId,
    string WorkflowInstanceId,
    int WorkflowVersion,
    string ActivityInstanceId,
    string? ParentActivityInstanceId,
    string ActivityId,
    string ActivityType,
    int ActivityTypeVersion,
    string? ActivityName,
    string ActivityNodeId,
    DateTimeOffset Timestamp,
    long Sequence,
    string EventName,
    string? Message,
    DataObject? ActivityState,
    DataObject? Payload)
{
    public static LastJournalAnswer Of(InstanceRecord run, JournalRecord record) => new(
        JournalAnswer.IdOf(run.Id.Value, record), run.DefinitionId, run.DefinitionVersionId, run.Id.Value, run.Version, record.ActivityInstanceId, record.ParentActivityInstanceId,
        record.ActivityId, record.ActivityType, record.ActivityTypeVersion, record.ActivityName, record.NodeId, record.Timestamp, record.Sequence, record.EventName, record.Message,
        record.ActivityState, record.Payload);
}
