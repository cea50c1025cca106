namespace Status.Workflows.Definitions;

/// <summary>Filter of a list of versions.</summary>
public sealed record DefinitionFilter
{
    /// <summary>Which versions.</summary>
    public VersionOptions Versions { get; init; }

    /// <summary>Only these version ids, and of them also hidden ones; <c>null</c> = all.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Only these definitions; <c>null</c> = all.</summary>
    public IReadOnlyList<string>? DefinitionIds { get; init; }

    /// <summary>Exactly this name, whatever its case; <c>null</c> = all.</summary>
    public string? Name { get; init; }

    /// <summary>Text in name, description, definition id or version id.</summary>
    public string? Search { get; init; }

    /// <summary>Only system workflows, or only the others; <c>null</c> = all.</summary>
    public bool? IsSystem { get; init; }

    /// <summary>Only versions whose text says that they are usable as activities.</summary>
    public bool OnlyUsableAsActivity { get; init; }

    /// <summary>The order.</summary>
    public DefinitionOrder Order { get; init; }

    /// <summary>Whether the order is turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>Rows to skip.</summary>
    public int Skip { get; init; }

    /// <summary>Rows to return; <c>null</c> = all.</summary>
    public int? Take { get; init; }
}
