using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Host.Elsa.Definitions;

/// <summary>The state of a run after its first burst, as the answer of an execute carries it.</summary>
internal static class RunStateAnswer
{
    /// <summary>Makes the answer.</summary>
    /// <param name="burst">What the burst left.</param>
    /// <param name="version">The version that ran.</param>
    /// <param name="record">The run as stored; <c>null</c> when nothing of it is kept.</param>
    /// <param name="bookmarks">Where it waits.</param>
    public static JsonObject Of(BurstResult burst, StoredDefinition version, InstanceRecord? record, IReadOnlyList<Bookmark> bookmarks)
    {
        var state = new JsonObject
        {
            ["id"] = burst.InstanceId.Value,
            ["definitionId"] = version.DefinitionId,
            ["definitionVersionId"] = version.Id,
            ["definitionVersion"] = version.Version,
            ["status"] = burst.Status.ToString(),
            ["subStatus"] = burst.SubStatus.ToString(),
            ["isExecuting"] = burst.SubStatus == InstanceSubStatus.Executing,
            ["bookmarks"] = new JsonArray([.. bookmarks.Select(Show)]),
            ["incidents"] = new JsonArray([.. burst.Incidents.Select(Show)]),
            ["isSystem"] = version.IsSystem,
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = new JsonArray(),
            ["scheduledActivities"] = new JsonArray(),
            ["input"] = new JsonObject(),
            ["output"] = Data(burst.Output),
            ["properties"] = new JsonObject(),
        };
        if (record is null) return new JsonObject { ["workflowState"] = state };
        if (record.CorrelationId is not null) state["correlationId"] = record.CorrelationId;
        if (record.Name is not null) state["name"] = record.Name;
        state["createdAt"] = record.CreatedAt;
        state["updatedAt"] = record.UpdatedAt;
        if (record.FinishedAt is { } finished) state["finishedAt"] = finished;
        return new JsonObject { ["workflowState"] = state };
    }

    private static JsonObject Show(Bookmark bookmark) => new()
    {
        ["id"] = bookmark.Id,
        ["name"] = bookmark.Name,
        ["hash"] = bookmark.Hash,
        ["payload"] = Data(bookmark.Payload),
        ["activityId"] = bookmark.ActivityNodeId[(bookmark.ActivityNodeId.LastIndexOf(':') + 1)..],
        ["activityNodeId"] = bookmark.ActivityNodeId,
        ["activityInstanceId"] = bookmark.ActivityInstanceId,
        ["createdAt"] = bookmark.CreatedAt,
        ["autoBurn"] = true,
    };

    private static JsonObject Show(Incident incident) => new()
    {
        ["activityId"] = incident.ActivityId,
        ["activityNodeId"] = incident.ActivityNodeId,
        ["activityType"] = incident.ActivityType,
        ["message"] = incident.Message,
        ["exception"] = new JsonObject { ["type"] = incident.ExceptionType, ["message"] = incident.Message },
        ["timestamp"] = incident.At,
    };

    private static JsonNode? Data(object? value) => JsonNode.Parse(DataJson.ToUtf8(value), documentOptions: new JsonDocumentOptions { MaxDepth = 512 });
}
