namespace Status.Workflows.Definitions;

/// <summary>What became of a change.</summary>
public enum ChangeOutcome
{
    /// <summary>It was there already.</summary>
    Unchanged,

    /// <summary>The draft is kept.</summary>
    Saved,

    /// <summary>The version runs.</summary>
    Published,

    /// <summary>The version does not run any more.</summary>
    Retracted,

    /// <summary>It has errors; nothing changed.</summary>
    Refused,

    /// <summary>Somebody else has written meanwhile; nothing changed.</summary>
    Stale,

    /// <summary>There is no such definition or version.</summary>
    NotFound,
}
