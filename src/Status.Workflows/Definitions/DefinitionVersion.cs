namespace Status.Workflows.Definitions;

/// <summary>Which version is asked for.</summary>
public enum DefinitionVersion
{
    /// <summary>The newest, draft or not.</summary>
    Latest,

    /// <summary>The published one.</summary>
    Published,
}
