namespace Status.Workflows.Definitions;

/// <summary>A version without its JSON: what lists show.</summary>
public record DefinitionRow
{
    /// <summary>Version id.</summary>
    public required string Id { get; init; }

    /// <summary>Logical id.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for; <c>null</c> when not given.</summary>
    public string? Description { get; init; }

    /// <summary>Version number from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Newest version of its definition.</summary>
    public required bool IsLatest { get; init; }

    /// <summary>The version that runs.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>When the version was first published; <c>null</c> = never, and only then may it still change.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When the version was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who wrote it last: a user name, or <c>shipped</c> for a version that came with the product and nobody edited.</summary>
    public required string Author { get; init; }

    /// <summary>Counts the changes of the definition over all its versions, from 1: a writer who knows an older number has not seen this one.</summary>
    public long Revision { get; init; }

    /// <summary>Version of the designer that wrote it; <c>null</c> when not given.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>The designer must not change it.</summary>
    public bool IsReadonly { get; init; }

    /// <summary>Not listed to designers.</summary>
    public bool IsSystem { get; init; }

    /// <summary>SHA-256 of the content, lower-case hex: see <see cref="DefinitionContent"/>.</summary>
    public required string Digest { get; init; }
}
