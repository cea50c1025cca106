namespace Status.Activities.Ledger.Verification;

/// <summary>One thing that is wrong with a ledger.</summary>
/// <param name="Where">The table, or table and column, or <c>given checkpoint</c>: <c>ledger.entries.body</c>.</param>
/// <param name="Message">What is wrong there, in a sentence that names the entry, tile or checkpoint.</param>
public sealed record LedgerProblem(string Where, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {Message}";
}
