using System.Text.Json.Nodes;
using Status.Workflows.Definitions;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Host.Elsa.Definitions;

/// <summary>Parts of a definition, for the designer when somebody looks into an activity.</summary>
internal static class DefinitionGraphs
{
    private const string WorkflowNode = "Workflow1";

    /// <summary>A node with everything inside it; the root when none is named.</summary>
    public static async Task<IResult> SubgraphAsync(string id, string? parentNodeId, HttpContext context, IDefinitionStore store, DefinitionAnswers answers, WorkflowActivities activities)
    {
        if (await store.GetVersionAsync(id, context.RequestAborted) is not { } stored) return Results.NotFound();
        var model = answers.Model(stored);
        if (model["root"] is not JsonObject root) return Results.NotFound();
        await activities.PrepareAsync(Read(stored), context.RequestAborted);
        answers.Expand(root, parentNodeId ?? "");
        if (string.IsNullOrEmpty(parentNodeId)) return ElsaJson.Answer(new DefinitionTree.Step(root, "Root").Answer());
        if (parentNodeId == WorkflowNode) return ElsaJson.Answer(Workflow(stored, model));
        return DefinitionTree.PathTo(root, parentNodeId) is [.., var step]
            ? ElsaJson.Answer(step.Answer())
            : ElsaErrors.Refuse($"The workflow has no node '{parentNodeId}'.", "parentNodeId");
    }

    /// <summary>Where a node stands: its surface, and the activities and ports that lead there.</summary>
    public static async Task<IResult> SegmentsAsync(string id, string? childNodeId, HttpContext context, IDefinitionStore store, DefinitionAnswers answers, WorkflowActivities activities)
    {
        if (await store.GetVersionAsync(id, context.RequestAborted) is not { } stored) return Results.NotFound();
        var model = answers.Model(stored);
        await activities.PrepareAsync(Read(stored), context.RequestAborted);
        if (model["root"] is JsonObject expanded) answers.Expand(expanded, childNodeId ?? "");
        if (model["root"] is not JsonObject root || DefinitionTree.PathTo(root, childNodeId ?? "") is not [.., var child] path)
            return ElsaErrors.Refuse($"The workflow has no node '{childNodeId}'.", "childNodeId");
        var owners = Enumerable.Range(0, path.Count - 1).Where(i => !DefinitionTree.IsContainer(path[i].Activity)).ToList();
        return ElsaJson.Answer(new JsonObject
        {
            ["childNode"] = child.Answer(),
            ["container"] = owners.Count == 0 ? Workflow(stored, model) : path[owners[^1]].Answer(),
            ["pathSegments"] = new JsonArray([.. owners.Select(i => Segment(path[i].Activity, path[i + 1].Port))]),
        });
    }

    private static WorkflowDefinition Read(StoredDefinition stored) =>
        DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored).Definition ?? throw new InvalidDataException($"The stored version '{stored.Id}' cannot be read.");

    private static JsonObject Segment(JsonObject activity, string port) => new()
    {
        ["activityNodeId"] = DefinitionTree.Text(activity, "nodeId"),
        ["activityId"] = DefinitionTree.Text(activity, "id"),
        ["activityType"] = DefinitionTree.Text(activity, "type"),
        ["portName"] = port,
        ["activityName"] = DefinitionTree.Text(activity, "name"),
    };

    /// <summary>The workflow itself as the outermost activity.</summary>
    private static JsonObject Workflow(StoredDefinition stored, JsonObject model) => new()
    {
        ["nodeId"] = WorkflowNode,
        ["port"] = "Root",
        ["activity"] = new JsonObject
        {
            ["identity"] = new JsonObject { ["definitionId"] = stored.DefinitionId, ["version"] = stored.Version, ["id"] = stored.Id },
            ["publication"] = new JsonObject { ["isLatest"] = stored.IsLatest, ["isPublished"] = stored.IsPublished },
            ["inputs"] = model["inputs"]?.DeepClone(),
            ["outputs"] = model["outputs"]?.DeepClone(),
            ["outcomes"] = model["outcomes"]?.DeepClone(),
            ["workflowMetadata"] = new JsonObject { ["name"] = stored.Name, ["description"] = stored.Description, ["createdAt"] = stored.CreatedAt, ["toolVersion"] = stored.ToolVersion },
            ["options"] = model["options"]?.DeepClone(),
            ["isReadonly"] = stored.IsReadonly,
            ["isSystem"] = stored.IsSystem,
            ["definitionHandle"] = new JsonObject { ["definitionVersionId"] = stored.Id },
            ["result"] = null,
            ["root"] = model["root"]?.DeepClone(),
            ["id"] = WorkflowNode,
            ["nodeId"] = WorkflowNode,
            ["name"] = null,
            ["type"] = "Elsa.Workflow",
            ["version"] = 1,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = new JsonObject(),
        },
    };
}
