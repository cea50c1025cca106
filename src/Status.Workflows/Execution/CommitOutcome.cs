namespace Status.Workflows.Execution;

/// <summary>How a commit ended.</summary>
public enum CommitStatus
{
    /// <summary>Everything is stored.</summary>
    Committed,

    /// <summary>Another host has moved the run on (or taken its inbox items): the burst is forgotten, nothing is stored.</summary>
    Stale,

    /// <summary>The database refused one of its writes; nothing of this commit is stored, the others of the batch are.</summary>
    Refused,

    /// <summary>The activation strategy does not allow the start while others run; nothing is stored.</summary>
    NotActivated,

    /// <summary>As many runs of the definition go on as it allows; nothing is stored, and the start may be tried again.</summary>
    AtLimit,
}

/// <summary>How a commit ended, with the reason of a refusal.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Revision">The new revision when committed.</param>
/// <param name="Reason">Why it was refused; <c>null</c> otherwise.</param>
/// <param name="WriteKey">Key of the refused write, when one was the reason.</param>
public sealed record CommitOutcome(CommitStatus Status, long Revision, string? Reason = null, string? WriteKey = null);
