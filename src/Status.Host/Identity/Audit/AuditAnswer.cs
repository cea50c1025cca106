namespace Status.Host.Identity.Audit;

/// <summary>An entry of the trail on the wire.</summary>
/// <param name="Id">Its id, in the order of the commits.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">To what.</param>
/// <param name="Before">SHA-256 in hex of what it was; absent when it did not exist.</param>
/// <param name="After">SHA-256 in hex of what it is; absent when it no longer exists.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="LedgerKey">The key of the ledger entry that proves it.</param>
internal sealed record AuditAnswer(
    long Id, DateTimeOffset At, string Actor, string Action, string Subject, string? Before, string? After, string Address, string LedgerKey);
