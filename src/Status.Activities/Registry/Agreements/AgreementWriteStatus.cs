namespace Status.Activities.Registry.Agreements;

/// <summary>How an attempt to change an agreement ended.</summary>
public enum AgreementWriteStatus
{
    /// <summary>The agreement exists now.</summary>
    Created,

    /// <summary>There is a new version.</summary>
    Replaced,

    /// <summary>The content is that of the current version; there is no new one.</summary>
    Unchanged,

    /// <summary>An agreement with this id is there already.</summary>
    Duplicate,

    /// <summary>There is no such agreement.</summary>
    NotFound,

    /// <summary>The current version is not the one that the caller had read.</summary>
    Conflict,
}
