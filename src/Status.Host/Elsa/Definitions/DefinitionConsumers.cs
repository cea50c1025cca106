using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>Who uses a workflow, and the move of those who name a version to the published one.</summary>
internal static class DefinitionConsumers
{
    /// <summary>The workflows that name this one.</summary>
    public static async Task<IResult> ListAsync(string definitionId, IDefinitionStore store, ConsumerSearch consumers, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(definitionId, DefinitionVersion.Latest, cancellationToken) is null) return Results.NotFound();
        var found = await consumers.FindAllAsync(definitionId, cancellationToken);
        return ElsaJson.Answer(new { consumingWorkflowDefinitionIds = found.Select(c => c.DefinitionId).ToArray() });
    }

    /// <summary>
    /// Moves the workflows that use this one as an activity, and so name an exact version, to the published version: each gets a draft. Those that start it always start the
    /// published version and need no change.
    /// </summary>
    public static async Task<IResult> UpdateReferencesAsync(string definitionId, HttpContext context, IDefinitionStore store, ConsumerSearch consumers, DefinitionCommands commands)
    {
        if (await store.GetAsync(definitionId, DefinitionVersion.Published, context.RequestAborted) is not { } published)
            return await store.GetAsync(definitionId, DefinitionVersion.Latest, context.RequestAborted) is null ? Results.NotFound() : ElsaJson.Answer(new { affectedWorkflows = Array.Empty<string>() });
        var affected = new List<string>();
        foreach (var consumer in await consumers.FindAllAsync(definitionId, context.RequestAborted))
        {
            var json = DefinitionAnswers.Export(consumer);
            if (!Move(json["root"], published)) continue;
            var request = new SaveDefinition { Model = JsonSerializer.SerializeToElement(json), DefinitionId = consumer.DefinitionId, Actor = DefinitionRights.ActorOf(context.User) };
            if ((await commands.SaveAsync(request, context)).IsAccepted) affected.Add(consumer.DefinitionId);
        }

        return ElsaJson.Answer(new { affectedWorkflows = affected });
    }

    private static bool Move(JsonNode? node, StoredDefinition published)
    {
        var moved = false;
        if (node is JsonArray list)
        {
            foreach (var item in list) moved |= Move(item, published);
            return moved;
        }

        if (node is not JsonObject json) return false;
        if (DefinitionTree.Text(json, "workflowDefinitionId") == published.DefinitionId && DefinitionTree.Text(json, "workflowDefinitionVersionId") is { } old && old != published.Id)
        {
            json["workflowDefinitionVersionId"] = published.Id;
            json["latestAvailablePublishedVersionId"] = published.Id;
            json["latestAvailablePublishedVersion"] = published.Version;
            json["version"] = published.Version;
            moved = true;
        }

        foreach (var (_, value) in json) moved |= Move(value, published);
        return moved;
    }
}
