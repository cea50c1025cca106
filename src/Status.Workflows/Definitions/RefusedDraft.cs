namespace Status.Workflows.Definitions;

/// <summary>A draft whose save was refused because somebody else had written meanwhile; kept so that no work is lost.</summary>
public sealed record RefusedDraft
{
    /// <summary>Id: a function of definition, author and the revision the author knew, so that a repeated save replaces its copy.</summary>
    public required string Id { get; init; }

    /// <summary>The definition it was meant for.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Name in the draft.</summary>
    public required string Name { get; init; }

    /// <summary>Whose draft it is.</summary>
    public required string Author { get; init; }

    /// <summary>The revision the author had seen.</summary>
    public required long KnownRevision { get; init; }

    /// <summary>The revision that was there.</summary>
    public required long CurrentRevision { get; init; }

    /// <summary>Who had written it.</summary>
    public required string OtherAuthor { get; init; }

    /// <summary>When the save was refused last.</summary>
    public required DateTimeOffset RefusedAt { get; init; }

    /// <summary>The draft in Elsa 3 format.</summary>
    public required string Json { get; init; }
}
