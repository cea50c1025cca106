namespace Status.Contracts.Tests.Elsa;

/// <summary>What the designer needs of an answer, by the description of its interface: none of it may be allowed to be missing.</summary>
internal static class NeededMembers
{
    /// <summary>Each as the difference that its absence would be.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Of("GET /elsa/api/features/installed", "$.items[].", "name namespace fullName displayName description"),
        .. Of("GET /elsa/api/descriptors/activities", "$.items[].", "typeName namespace name version category displayName description inputs outputs kind ports"),
        .. Of("GET /elsa/api/descriptors/activities", "$.items[].", "customProperties constructionProperties isContainer isBrowsable isStart isTerminal"),
        .. Of("GET /elsa/api/descriptors/activities", "$.items[].inputs[].", "name typeName displayName order isBrowsable isSerializable isSynthetic isWrapped uiHint"),
        .. Of("GET /elsa/api/descriptors/activities", "$.items[].inputs[].", "isReadOnly isSensitive uiSpecifications autoEvaluate"),
        .. Of("GET /elsa/api/descriptors/activities", "$.items[].outputs[].", "name typeName displayName order isBrowsable isSynthetic"),
        .. Of("GET /elsa/api/descriptors/activities", "$.items[].ports[].", "name displayName type isBrowsable"),
        .. Of("GET /elsa/api/descriptors/expression-descriptors", "$.items[].", "type displayName isSerializable isBrowsable properties"),
        .. Of("GET /elsa/api/descriptors/storage-drivers", "$.items[].", "typeName displayName priority deprecated"),
        .. Of("GET /elsa/api/descriptors/variables", "$.items[].", "typeName displayName category"),
        .. Of("GET /elsa/api/descriptors/incident-strategies", "$.items[].", "typeName displayName description"),
        .. Of("GET /elsa/api/workflow-definitions", "$.", "items totalCount links"),
        .. Of("GET /elsa/api/workflow-definitions", "$.items[].", "id definitionId name version isLatest isPublished materializerName createdAt isReadonly isMaterializerAvailable links"),
        .. Of("GET /elsa/api/workflow-definitions/by-definition-id/{id}", "$.", "id definitionId name createdAt version variables inputs outputs outcomes customProperties"),
        .. Of("GET /elsa/api/workflow-definitions/by-definition-id/{id}", "$.", "isReadonly isSystem isLatest isPublished options root links"),
        .. Of("GET /elsa/api/workflow-definitions/by-definition-id/{id}", "$.root.", "id nodeId type version activities connections customProperties metadata"),
        .. Of("POST /elsa/api/workflow-definitions", "$.", "workflowDefinition alreadyPublished consumingWorkflowCount validationErrors"),
        .. Of("POST /elsa/api/workflow-instances", "$.", "items totalCount"),
        .. Of("POST /elsa/api/workflow-instances", "$.items[].", "id definitionId definitionVersionId version status subStatus incidentCount createdAt updatedAt"),
        .. Of("GET /elsa/api/workflow-instances/{id}", "$.", "id definitionId definitionVersionId version workflowState status subStatus isExecuting incidentCount isSystem createdAt updatedAt"),
        .. Of("GET /elsa/api/workflow-instances/{id}", "$.workflowState.", "id definitionId definitionVersionId definitionVersion status subStatus isExecuting bookmarks incidents isSystem"),
        .. Of("GET /elsa/api/workflow-instances/{id}", "$.workflowState.", "completionCallbacks activityExecutionContexts scheduledActivities executionLogSequence input output properties createdAt updatedAt"),
        .. Of("GET /elsa/api/workflow-instances/{id}", "$.workflowState.bookmarks[].", "id name hash payload activityId activityNodeId activityInstanceId createdAt autoBurn"),
        .. Of("GET /elsa/api/workflow-instances/{id}", "$.workflowState.incidents[].", "activityId activityNodeId activityType message exception timestamp"),
        .. Of("GET /elsa/api/workflow-instances/{id}", "$.workflowState.activityExecutionContexts[].", "id scheduledActivityNodeId properties metadata status isExecuting faultCount startedAt callStackDepth"),
        .. Of("GET /elsa/api/workflow-instances/{id}/execution-state", "$.", "status subStatus updatedAt"),
        .. Of("GET /elsa/api/workflow-instances/{id}/variables", "$.", "items count"),
        .. Of("POST /elsa/api/workflow-instances/{id}/journal", "$.items[].", "id activityInstanceId activityId activityType activityTypeVersion nodeId timestamp sequence eventName"),
        .. Of("GET /elsa/api/activity-executions/list", "$.items[].", "id workflowInstanceId activityId activityNodeId activityType activityTypeVersion activityState outputs properties"),
        .. Of("GET /elsa/api/activity-executions/list", "$.items[].", "metadata startedAt hasBookmarks status aggregateFaultCount"),
        .. Of("GET /elsa/api/activity-execution-summaries/list", "$.items[].", "id workflowInstanceId activityId activityNodeId activityType activityTypeVersion startedAt hasBookmarks metadata status"),
        .. Of("POST /elsa/api/activity-executions/report", "$.stats[].", "activityId activityNodeId startedCount completedCount uncompletedCount isBlocked isFaulted aggregateFaultCount metadata"),
        .. Of("GET /elsa/api/activity-executions/{id}/call-stack", "$.", "activityExecutionId items totalCount"),
    ];

    private static IEnumerable<string> Of(string route, string path, string names) => names.Split(' ').Select(name => $"{route}: missing {path}{name}");
}
