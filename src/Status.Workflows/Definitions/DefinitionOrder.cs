namespace Status.Workflows.Definitions;

/// <summary>What a list of versions is ordered by.</summary>
public enum DefinitionOrder
{
    /// <summary>Name, then definition, then version.</summary>
    Name,

    /// <summary>Version number.</summary>
    Version,

    /// <summary>When the version was made.</summary>
    Created,
}
