using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Host.Elsa.Definitions;

/// <summary>The state of a run of which nothing is kept, as the answer of an execute carries it.</summary>
internal static class RunStateAnswer
{
    /// <summary>Makes the answer.</summary>
    /// <param name="burst">What the burst left.</param>
    /// <param name="version">The version that ran.</param>
    public static JsonObject Of(BurstResult burst, StoredDefinition version) => new()
    {
        ["id"] = burst.InstanceId.Value,
        ["definitionId"] = version.DefinitionId,
        ["definitionVersionId"] = version.Id,
        ["definitionVersion"] = version.Version,
        ["status"] = burst.Status.ToString(),
        ["subStatus"] = burst.SubStatus.ToString(),
        ["isExecuting"] = burst.SubStatus == InstanceSubStatus.Executing,
        ["bookmarks"] = new JsonArray(),
        ["incidents"] = new JsonArray([.. burst.Incidents.Select(Show)]),
        ["isSystem"] = version.IsSystem,
        ["completionCallbacks"] = new JsonArray(),
        ["activityExecutionContexts"] = new JsonArray(),
        ["scheduledActivities"] = new JsonArray(),
        ["executionLogSequence"] = 0,
        ["input"] = new JsonObject(),
        ["output"] = Data(burst.Output),
        ["properties"] = new JsonObject(),
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
