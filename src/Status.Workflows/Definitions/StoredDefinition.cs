namespace Status.Workflows.Definitions;

/// <summary>A version as stored.</summary>
public sealed record StoredDefinition : DefinitionRow
{
    /// <summary>The definition in Elsa 3 format, unknown members included; without the members that number versions.</summary>
    public required string Json { get; init; }
}
