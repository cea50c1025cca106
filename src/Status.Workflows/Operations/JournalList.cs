namespace Status.Workflows.Operations;

/// <summary>One page of a journal.</summary>
/// <param name="Items">The lines, in their order.</param>
/// <param name="Total">How many lines match; at least so many when <see cref="IsLowerBound"/>.</param>
public sealed record JournalList(IReadOnlyList<JournalRecord> Items, long Total)
{
    /// <summary>Whether more lines may match than <see cref="Total"/> says: the journal is so long that they were not all looked at.</summary>
    public bool IsLowerBound { get; init; }
}
