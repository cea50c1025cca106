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
    public static async Task<IResult> UpdateReferencesAsync(string definitionId, HttpContext context, IDefinitionStore store, DefinitionCommands commands)
    {
        if (await store.GetAsync(definitionId, DefinitionVersion.Published, context.RequestAborted) is not { } published)
            return await store.GetAsync(definitionId, DefinitionVersion.Latest, context.RequestAborted) is null ? Results.NotFound() : ElsaJson.Answer(new { affectedWorkflows = Array.Empty<string>() });
        return ElsaJson.Answer(new { affectedWorkflows = await commands.UpdateConsumersAsync(published, publish: false, context) });
    }
}
