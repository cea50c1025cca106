namespace Status.Workflows.Definitions;

/// <summary>Which row a save writes.</summary>
internal static class StoredVersions
{
    /// <summary>The draft in place, or a version of its own when the latest one was ever published.</summary>
    public static StoredDefinition Next(DefinitionContent content, DefinitionHead head, string author, Func<string> newId, DateTimeOffset now)
    {
        var draft = head.Latest is { PublishedAt: null } latest ? latest : null;
        var definition = content.Definition;
        return new StoredDefinition
        {
            Id = draft?.Id ?? newId(),
            DefinitionId = definition.DefinitionId,
            Name = definition.Name,
            Description = definition.Description,
            Version = draft?.Version ?? head.LastVersion + 1,
            IsLatest = true,
            IsPublished = false,
            CreatedAt = draft?.CreatedAt ?? now,
            Author = author,
            Revision = head.Revision + 1,
            ToolVersion = definition.ToolVersion,
            IsReadonly = definition.IsReadonly,
            IsSystem = definition.IsSystem,
            Digest = content.Digest,
            Json = content.Json,
        };
    }
}
