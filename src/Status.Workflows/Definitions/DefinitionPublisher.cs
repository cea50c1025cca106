using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>Takes definitions in: reads, validates whole, indexes triggers, and saves a version, or saves nothing and says everything that is wrong.</summary>
/// <param name="store">Keeps versions.</param>
/// <param name="validator">Reads and validates.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class DefinitionPublisher(IDefinitionStore store, DefinitionValidator validator, TimeProvider timeProvider)
{
    /// <summary>Author of versions that came with the product.</summary>
    public const string ShippedAuthor = "shipped";

    private static readonly string[] _versionMembers = ["id", "version", "isLatest", "isPublished", "createdAt", "links"];

    /// <summary>
    /// Imports a definition that ships with the product. A version that somebody edited is never overwritten: then the shipped one is added as a draft, once.
    /// </summary>
    public async ValueTask<ImportResult> ImportShippedAsync(string json, CancellationToken cancellationToken)
    {
        var check = validator.Check(json, await store.GetTriggersAsync(cancellationToken));
        if (!check.IsValid) return new ImportResult(ImportOutcome.Refused, null, check.Problems);
        var normalized = Normalize(json);
        var digest = Digest(normalized);
        var (versions, _) = await store.ListAsync(new DefinitionFilter { DefinitionIds = [check.Definition.DefinitionId], Take = 1000 }, cancellationToken);
        if (versions.Any(v => v.Digest == digest)) return new ImportResult(ImportOutcome.Unchanged, versions.First(v => v.Digest == digest), check.Problems);
        var latest = versions.FirstOrDefault(v => v.IsLatest);
        var publish = latest is null || latest.Author == ShippedAuthor;
        return await SaveAsync(check, normalized, digest, latest, ShippedAuthor, publish, cancellationToken);
    }

    /// <summary>Saves what a person has made, as a new version.</summary>
    /// <param name="json">Definition in Elsa 3 format.</param>
    /// <param name="author">Who made it.</param>
    /// <param name="publish">Whether the version shall run; a draft may have problems, a published version none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<ImportResult> SaveAsync(string json, string author, bool publish, CancellationToken cancellationToken)
    {
        var check = validator.Check(json, await store.GetTriggersAsync(cancellationToken));
        if (check.Definition is null || (publish && !check.IsValid)) return new ImportResult(ImportOutcome.Refused, null, check.Problems);
        var normalized = Normalize(json);
        var digest = Digest(normalized);
        var latest = await store.GetAsync(check.Definition.DefinitionId, DefinitionVersion.Latest, cancellationToken);
        if (latest?.Digest == digest && (latest.IsPublished || !publish)) return new ImportResult(ImportOutcome.Unchanged, latest, check.Problems);
        return await SaveAsync(check, normalized, digest, latest, author, publish, cancellationToken);
    }

    private async ValueTask<ImportResult> SaveAsync(
        DefinitionCheck check, string json, string digest, StoredDefinition? latest, string author, bool publish, CancellationToken cancellationToken)
    {
        var definition = check.Definition!;
        var version = (latest?.Version ?? 0) + 1;
        var stored = new StoredDefinition
        {
            Id = $"{definition.DefinitionId}:{version}",
            DefinitionId = definition.DefinitionId,
            Name = definition.Name,
            Version = version,
            IsLatest = true,
            IsPublished = publish,
            CreatedAt = timeProvider.GetUtcNow(),
            Author = author,
            Digest = digest,
            Json = json,
        };
        IReadOnlyList<TriggerRecord> triggers = publish ? [.. check.Triggers.Select(t => t with { DefinitionVersionId = stored.Id })] : [];
        await store.SaveAsync(stored, triggers, publish ? check.Timers : [], cancellationToken);
        return new ImportResult(publish ? ImportOutcome.Published : ImportOutcome.SavedAsDraft, stored, check.Problems);
    }

    /// <summary>What makes two versions equal: the file without the members that number versions.</summary>
    private static string Normalize(string json)
    {
        var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = DefinitionLimits.OfStored.MaxDepth })!.AsObject();
        foreach (var member in _versionMembers) node.Remove(member);
        return node.ToJsonString();
    }

    private static string Digest(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

/// <summary>What became of a definition.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Stored">The version, when there is one.</param>
/// <param name="Problems">Errors and warnings with their JSON paths.</param>
public sealed record ImportResult(ImportOutcome Outcome, StoredDefinition? Stored, IReadOnlyList<DefinitionProblem> Problems);

/// <summary>What became of a definition.</summary>
public enum ImportOutcome
{
    /// <summary>The same version is there already.</summary>
    Unchanged,

    /// <summary>A new version runs.</summary>
    Published,

    /// <summary>A new version is kept as a draft.</summary>
    SavedAsDraft,

    /// <summary>It has errors; nothing was saved.</summary>
    Refused,
}
