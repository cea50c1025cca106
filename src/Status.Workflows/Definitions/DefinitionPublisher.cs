using Status.Workflows.Json;

namespace Status.Workflows.Definitions;

/// <summary>Takes in the definitions that ship with the product: published as they are, never over what somebody edited.</summary>
/// <param name="store">Keeps versions.</param>
/// <param name="validator">Reads and validates.</param>
/// <param name="activities">Knows the workflows that are used as activities.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class DefinitionPublisher(IDefinitionStore store, DefinitionValidator validator, WorkflowActivities activities, TimeProvider timeProvider)
{
    /// <summary>Author of versions that came with the product.</summary>
    public const string ShippedAuthor = "shipped";

    /// <summary>
    /// Imports a definition that ships with the product. A version that somebody edited is never overwritten: then the shipped one is added as a draft, once.
    /// </summary>
    public async ValueTask<ImportResult> ImportShippedAsync(string json, CancellationToken cancellationToken)
    {
        var read = DefinitionJson.Read(json, DefinitionLimits.OfStored);
        if (read.Definition is { } shipped)
        {
            // A start finds most files as they were: what is stored was checked when it was, and is compiled when it is first needed.
            if (read.Problems.Count == 0 && await FindAsync(shipped.DefinitionId, DefinitionContent.Of(shipped), cancellationToken) is { } known) return new ImportResult(ImportOutcome.Unchanged, known, []);
            await activities.PrepareAsync(shipped, cancellationToken);
        }

        var check = validator.Check(json, await store.GetTriggersAsync(cancellationToken));
        if (!check.IsValid) return new ImportResult(ImportOutcome.Refused, null, check.Problems);
        var content = DefinitionContent.Of(check.Definition);
        if (await FindAsync(check.Definition.DefinitionId, content, cancellationToken) is { } same) return new ImportResult(ImportOutcome.Unchanged, same, check.Problems);
        var head = await store.GetHeadAsync(check.Definition.DefinitionId, cancellationToken);
        var publish = head.Latest is null || head.Latest.Author == ShippedAuthor;
        // Always a version of its own: a draft may be somebody's.
        var number = head.LastVersion + 1;
        var now = timeProvider.GetUtcNow();
        var stored = StoredVersions.Next(content, head with { Latest = null }, ShippedAuthor, () => $"{check.Definition.DefinitionId}:{number}", now) with
        {
            IsPublished = publish,
            PublishedAt = publish ? now : null,
        };
        IReadOnlyList<TriggerRecord> triggers = publish ? [.. check.Triggers.Select(t => t with { DefinitionVersionId = stored.Id })] : [];
        await store.SaveAsync(stored, triggers, publish ? check.Timers : [], cancellationToken);
        return new ImportResult(publish ? ImportOutcome.Published : ImportOutcome.SavedAsDraft, stored, check.Problems);
    }

    private async Task<DefinitionRow?> FindAsync(string definitionId, DefinitionContent content, CancellationToken cancellationToken)
    {
        var (versions, _) = await store.ListAsync(new DefinitionFilter { DefinitionIds = [definitionId] }, cancellationToken);
        return versions.FirstOrDefault(v => v.Digest == content.Digest);
    }
}
