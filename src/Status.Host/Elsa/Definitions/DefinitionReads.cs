using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>Single versions.</summary>
internal static class DefinitionReads
{
    /// <summary>The chosen version of a definition; the latest when nothing is chosen.</summary>
    public static async Task<IResult> ByDefinitionIdAsync(string definitionId, string? versionOptions, HttpContext context, IDefinitionStore store, DefinitionAnswers answers)
    {
        if (!VersionOptions.TryParse(versionOptions, out var options)) return ElsaErrors.Refuse($"'{versionOptions}' chooses no version.", "versionOptions");
        if (string.IsNullOrEmpty(versionOptions)) options = VersionOptions.Latest;
        return await store.FindAsync(definitionId, options, context.RequestAborted) is { } stored ? ElsaJson.Answer(answers.Full(stored, context.User)) : Results.NotFound();
    }

    /// <summary>A version by its id, also one that is hidden because runs still show it.</summary>
    public static async Task<IResult> ByIdAsync(string id, HttpContext context, IDefinitionStore store, DefinitionAnswers answers) =>
        await store.GetVersionAsync(id, context.RequestAborted) is { } stored ? ElsaJson.Answer(answers.Full(stored, context.User)) : Results.NotFound();
}
