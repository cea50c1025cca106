namespace Status.Workflows.Definitions;

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
