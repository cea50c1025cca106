using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>Deletes; a version that has runs is only hidden.</summary>
internal static class DefinitionDeletes
{
    /// <summary>Every version of a definition.</summary>
    public static async Task<IResult> DefinitionAsync(string definitionId, HttpContext context, DefinitionCommands commands) =>
        (await commands.DeleteDefinitionsAsync([definitionId], context)).Count > 0 ? Results.NoContent() : Results.NotFound();

    /// <summary>A version by its id.</summary>
    public static async Task<IResult> VersionAsync(string id, HttpContext context, DefinitionCommands commands) =>
        (await commands.DeleteAsync([id], context)).Count > 0 ? Results.NoContent() : Results.NotFound();

    /// <summary>A version by its number.</summary>
    public static async Task<IResult> NumberAsync(string definitionId, int version, HttpContext context, IDefinitionStore store, DefinitionCommands commands)
    {
        if (await store.FindAsync(definitionId, new VersionOptions(VersionKind.Number, version), context.RequestAborted) is not { } found) return Results.NotFound();
        await commands.DeleteAsync([found.Id], context);
        return Results.Ok();
    }
}
