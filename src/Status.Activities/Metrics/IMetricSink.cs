namespace Status.Activities.Metrics;

/// <summary>Takes samples in. Implemented on PostgreSQL and in memory.</summary>
public interface IMetricSink
{
    /// <summary>
    /// Stores what is new of <paramref name="samples"/> and says for each, in their order, what became of it. What is
    /// <see cref="SampleOutcome.Stored"/> is committed when this returns. The first of two samples with one series and time wins.
    /// Throws when the store cannot be reached; then nothing of the call is stored.
    /// </summary>
    Task<SampleOutcome[]> AppendAsync(ReadOnlyMemory<MetricSample> samples, CancellationToken cancellationToken);
}
