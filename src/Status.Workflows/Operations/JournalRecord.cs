using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>One line of a run's journal, unfolded from its packed page.</summary>
public sealed record JournalRecord
{
    /// <summary>Place in the journal, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Id of the execution; the run's id for lines about the run as a whole.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>Id of the execution that scheduled it: the container; the run's id for the root; <c>null</c> for the run as a whole.</summary>
    public string? ParentActivityInstanceId { get; init; }

    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>Its type.</summary>
    public required string ActivityType { get; init; }

    /// <summary>Version of its type.</summary>
    public int ActivityTypeVersion { get; init; } = 1;

    /// <summary>Name given by the designer; <c>null</c> when none.</summary>
    public string? ActivityName { get; init; }

    /// <summary>Path of ids.</summary>
    public required string NodeId { get; init; }

    /// <summary><c>Started</c>, <c>Completed</c>, <c>Suspended</c>, <c>Resumed</c>, <c>Canceled</c> or <c>Faulted</c>.</summary>
    public required string EventName { get; init; }

    /// <summary>What went wrong; <c>null</c> when nothing did.</summary>
    public string? Message { get; init; }

    /// <summary>Inputs as they were, sensitive ones left out; <c>null</c> when the line has none.</summary>
    public DataObject? ActivityState { get; init; }

    /// <summary>Outputs; <c>null</c> when the line has none.</summary>
    public DataObject? Outputs { get; init; }

    /// <summary>Outcomes and what the activity noted; <c>null</c> when nothing.</summary>
    public DataObject? Payload { get; init; }

    /// <summary>Reads a line of a page.</summary>
    /// <param name="json">The line.</param>
    /// <param name="instanceId">The run.</param>
    internal static JournalRecord Read(JsonElement json, string instanceId)
    {
        var execution = json.GetProperty("activityInstanceId").GetString()!;
        var ofRun = execution == instanceId;
        return new JournalRecord
        {
            Sequence = json.GetProperty("sequence").GetInt64(),
            Timestamp = json.GetProperty("timestamp").GetDateTimeOffset(),
            ActivityInstanceId = execution,
            ParentActivityInstanceId = Text(json, "parentActivityInstanceId") ?? (ofRun ? null : instanceId),
            ActivityId = json.GetProperty("activityId").GetString()!,
            ActivityType = json.GetProperty("activityType").GetString()!,
            ActivityTypeVersion = json.GetProperty("activityTypeVersion").GetInt32(),
            ActivityName = Text(json, "activityName"),
            NodeId = json.GetProperty("nodeId").GetString()!,
            EventName = EventNameOf(json, instanceId),
            Message = Text(json, "message"),
            ActivityState = Data(json, "activityState"),
            Outputs = Data(json, "outputs"),
            Payload = Data(json, "payload") is { Count: > 0 } payload ? payload : null,
        };
    }

    /// <summary>The event of a line. The line of a run names its fine status; to whoever reads the journal the workflow is an activity like any other.</summary>
    internal static string EventNameOf(JsonElement json, string instanceId)
    {
        var name = json.GetProperty("eventName").GetString()!;
        return !json.GetProperty("activityInstanceId").ValueEquals(instanceId) ? name : name switch { "Finished" => "Completed", "Cancelled" => "Canceled", _ => name };
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DataObject? Data(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? DataJson.From(value) as DataObject : null;
}
