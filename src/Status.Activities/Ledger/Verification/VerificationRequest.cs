namespace Status.Activities.Ledger.Verification;

/// <summary>What a verification is told by whoever asks for it.</summary>
public sealed record VerificationRequest
{
    /// <summary>
    /// The public keys that are trusted, in their text form (<c>name+id+base64</c>). Without one the keys in the database itself are taken, which shows
    /// accidents and altered rows, but not a ledger that somebody has signed anew.
    /// </summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A checkpoint that was kept elsewhere (the whole signed note): the ledger must be a continuation of it. Optional.</summary>
    public string? OldCheckpoint { get; init; }
}
