namespace Status.Workflows.Definitions;

/// <summary>Where a definition stands.</summary>
/// <param name="Latest">Its newest version; <c>null</c> when there is none that is not deleted.</param>
/// <param name="LastVersion">The highest version number ever given; 0 when none.</param>
/// <param name="Revision">The highest revision ever given; 0 when none.</param>
public sealed record DefinitionHead(StoredDefinition? Latest, int LastVersion, long Revision)
{
    /// <summary>A definition that is not there.</summary>
    public static DefinitionHead None { get; } = new(null, 0, 0);
}
