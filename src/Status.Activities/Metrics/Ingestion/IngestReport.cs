namespace Status.Activities.Metrics.Ingestion;

/// <summary>What became of a batch of samples. The three numbers add up to the samples that were sent.</summary>
/// <param name="Accepted">Samples that are stored and committed.</param>
/// <param name="Duplicates">Samples that were there already with the same value.</param>
/// <param name="Rejected">Samples that did not enter, in the order of the batch.</param>
public sealed record IngestReport(int Accepted, int Duplicates, IReadOnlyList<SampleRejection> Rejected)
{
    /// <summary>How many of <see cref="Accepted"/> wait on this host's disk, since the store cannot be reached: they cannot be queried yet, and whether they repeat or contradict others is found out later.</summary>
    public int Spooled { get; init; }
}
