namespace Status.Activities.Evidence;

/// <summary>One page of a list.</summary>
/// <param name="Items">The records in the order asked for.</param>
/// <param name="Total">How many match altogether.</param>
public sealed record EvidencePage(IReadOnlyList<EvidenceRecord> Items, long Total);
