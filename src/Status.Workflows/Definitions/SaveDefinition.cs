using System.Text.Json;

namespace Status.Workflows.Definitions;

/// <summary>A save that somebody asks for.</summary>
public sealed record SaveDefinition
{
    /// <summary>The definition in Elsa 3 format.</summary>
    public required JsonElement Model { get; init; }

    /// <summary>Who saves.</summary>
    public required DefinitionActor Actor { get; init; }

    /// <summary>Logical id; <c>null</c> takes the model's, and a new one when that is blank.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Whether the version shall run.</summary>
    public bool Publish { get; init; }

    /// <summary>
    /// The revision that must be the newest one, whoever wrote it; <c>null</c> compares the revision inside the model, and that only with what somebody else wrote.
    /// </summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Whether to write over whatever is there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether a refused draft is kept as a copy; for writers who cannot repeat it themselves.</summary>
    public bool KeepRefused { get; init; }
}
