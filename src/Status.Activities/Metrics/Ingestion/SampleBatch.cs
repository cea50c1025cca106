namespace Status.Activities.Metrics.Ingestion;

/// <summary>The samples of one request that may be stored, and the reasons against the others.</summary>
public sealed class SampleBatch
{
    /// <summary>The samples in the order they were sent; their indexes count all that were sent.</summary>
    public List<MetricSample> Samples { get; } = [];

    /// <summary>What did not enter.</summary>
    public List<SampleRejection> Rejected { get; } = [];

    /// <summary>How many samples were sent.</summary>
    public int Sent => Samples.Count + Rejected.Count;
}
