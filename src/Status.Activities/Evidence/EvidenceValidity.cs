namespace Status.Activities.Evidence;

/// <summary>Whether a piece of evidence counts at an instant, and why not.</summary>
internal enum EvidenceValidity
{
    /// <summary>It counts.</summary>
    Valid,

    /// <summary>It counts only later.</summary>
    NotYetValid,

    /// <summary>Its validity has ended.</summary>
    Expired,

    /// <summary>It is still valid, but older than the check allows.</summary>
    TooOld,

    /// <summary>There is no such evidence.</summary>
    Missing,
}
