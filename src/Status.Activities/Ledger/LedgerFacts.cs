namespace Status.Activities.Ledger;

/// <summary>The facts that this slice leaves and takes.</summary>
internal static class LedgerFacts
{
    /// <summary>An entry was enlisted; the sequencer alone turns it into one. Reserved: only this slice can leave it.</summary>
    public const string Enlisted = "ledger.entry-enlisted";

    /// <summary>An entry has its index and is covered by a signed checkpoint.</summary>
    public const string Posted = "ledger.posted";

    /// <summary>Beginning of the facts about changes by people; each becomes an entry without being enlisted.</summary>
    public const string AuditPrefix = "audit.";
}
