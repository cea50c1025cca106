using Status.Activities.Ledger.Storage;

namespace Status.Activities.Ledger.Verification;

/// <summary>What a verification has checked and found.</summary>
public sealed record VerificationReport
{
    /// <summary>The number of entries read.</summary>
    public long Entries { get; init; }

    /// <summary>The number of hash tiles read.</summary>
    public long Tiles { get; init; }

    /// <summary>The number of checkpoints whose signatures were checked.</summary>
    public long Checkpoints { get; init; }

    /// <summary>The keys that were trusted, in their text form.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Whether the keys came from the database itself and not from the request.</summary>
    public bool KeysFromDatabase { get; init; }

    /// <summary>The newest checkpoint with a valid signature; <c>null</c> for an empty ledger. Worth keeping elsewhere.</summary>
    public StoredCheckpoint? Head { get; init; }

    /// <summary>The size of the given older checkpoint; <c>null</c> when none was given.</summary>
    public long? OldSize { get; init; }

    /// <summary>When the first entry was enlisted.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>When the last entry was enlisted.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>What is wrong, at most <see cref="MaxProblems"/>; empty for a sound ledger.</summary>
    public IReadOnlyList<LedgerProblem> Problems { get; init; } = [];

    /// <summary>The number of further problems that are not listed.</summary>
    public long ProblemsLeftOut { get; init; }

    /// <summary>The most problems that a report lists.</summary>
    public const int MaxProblems = 200;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;
}
