using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>The same change for many definitions; each stands for itself.</summary>
internal static class DefinitionBulk
{
    private const int MaxBody = 1 << 20;

    /// <summary>Publishes the latest versions.</summary>
    public static async Task<IResult> PublishAsync(HttpContext context, DefinitionCommands commands)
    {
        List<string> published = [], alreadyPublished = [], notFound = [], failed = [], updatedConsumers = [];
        var warnings = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var id in (await RequestJson.ReadAsync(context.Request, MaxBody)).GetTexts("definitionIds"))
        {
            var change = await commands.PublishAsync(id, context);
            updatedConsumers.AddRange(change.UpdatedConsumers);
            var list = change.Outcome switch
            {
                ChangeOutcome.Published => published,
                ChangeOutcome.Unchanged => alreadyPublished,
                ChangeOutcome.NotFound => notFound,
                _ => failed,
            };
            list.Add(id);
            if (list == failed) warnings[id] = change.Outcome == ChangeOutcome.Stale ? [ChangeAnswers.StaleSentence(change)] : ChangeAnswers.Sentences(change.Problems);
        }

        return ElsaJson.Answer(new { published, alreadyPublished, notFound, skipped = Array.Empty<string>(), updatedConsumers = updatedConsumers.Distinct(StringComparer.Ordinal), failed, warnings });
    }

    /// <summary>Takes the published versions out of service.</summary>
    public static async Task<IResult> RetractAsync(HttpContext context, DefinitionCommands commands)
    {
        List<string> retracted = [], alreadyRetracted = [], notFound = [];
        foreach (var id in (await RequestJson.ReadAsync(context.Request, MaxBody)).GetTexts("definitionIds"))
        {
            var change = await commands.RetractAsync(id, context);
            var list = change.Outcome switch
            {
                ChangeOutcome.Retracted => retracted,
                ChangeOutcome.NotFound => notFound,
                _ => alreadyRetracted,
            };
            list.Add(id);
        }

        return ElsaJson.Answer(new { retracted, alreadyRetracted, skipped = Array.Empty<string>(), notPublished = Array.Empty<string>(), notFound });
    }

    /// <summary>Deletes definitions with every version.</summary>
    /// <returns>The number of definitions.</returns>
    public static async Task<IResult> DeleteByDefinitionIdAsync(HttpContext context, DefinitionCommands commands)
    {
        var ids = (await RequestJson.ReadAsync(context.Request, MaxBody)).GetTexts("definitionIds");
        var deleted = ids.Count == 0 ? [] : await commands.DeleteDefinitionsAsync(ids, context);
        return ElsaJson.Answer(new { deleted = deleted.Select(d => d.DefinitionId).Distinct(StringComparer.Ordinal).Count() });
    }

    /// <summary>Deletes versions.</summary>
    public static async Task<IResult> DeleteByIdAsync(HttpContext context, DefinitionCommands commands)
    {
        var ids = (await RequestJson.ReadAsync(context.Request, MaxBody)).GetTexts("ids");
        return ElsaJson.Answer(new { deleted = (await commands.DeleteAsync(ids, context)).Count });
    }
}
