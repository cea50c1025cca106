using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Ingestion;

namespace Status.Activities.Tests.Metrics;

public sealed class MetricIngestorTests
{
    private static readonly TimeSpan _ceiling = TimeSpan.FromSeconds(120);
    private static readonly SeriesKey _series = new("a", []);

    [Fact]
    public async Task Ingest_WaitingRequests_ShareOneTransactionAndGetTheirOwnReports()
    {
        var sink = new GatedSink();
        using var ingestor = await StartAsync(sink, new());
        var first = ingestor.IngestAsync(Batch(1), default);
        await sink.Entered.WaitAsync(_ceiling);
        var second = ingestor.IngestAsync(Batch(2, -1), default);
        var third = ingestor.IngestAsync(Batch(3), default);

        sink.Gate.Release(2);
        var reports = await Task.WhenAll(first, second, third).WaitAsync(_ceiling);

        Assert.Equal([1, 3], sink.Calls);
        Assert.Equal([1, 1, 1], reports.Select(report => report.Accepted));
        var conflict = Assert.Single(reports[1].Rejected);
        Assert.Equal((1, RejectionCodes.Conflict), (conflict.Index, conflict.Code));
    }

    [Fact]
    public async Task Ingest_GroupLimitReached_RestGoesIntoTheNextTransaction()
    {
        var sink = new GatedSink();
        using var ingestor = await StartAsync(sink, new() { GroupLimit = 3 });
        var first = ingestor.IngestAsync(Batch(1), default);
        await sink.Entered.WaitAsync(_ceiling);
        var others = new[] { ingestor.IngestAsync(Batch(1, 2), default), ingestor.IngestAsync(Batch(3, 4), default), ingestor.IngestAsync(Batch(5), default) };

        sink.Gate.Release(3);
        await Task.WhenAll(others.Append(first)).WaitAsync(_ceiling);

        Assert.Equal([1, 2, 3], sink.Calls);
    }

    [Fact]
    public async Task Ingest_StoreFails_SendersAreToldAndTheWriterGoesOn()
    {
        var sink = new GatedSink { Failure = new IOException("gone") };
        using var ingestor = await StartAsync(sink, new());
        sink.Gate.Release(2);

        await Assert.ThrowsAsync<IOException>(() => ingestor.IngestAsync(Batch(1), default).WaitAsync(_ceiling));
        sink.Failure = null;

        Assert.Equal(1, (await ingestor.IngestAsync(Batch(1), default).WaitAsync(_ceiling)).Accepted);
    }

    [Fact]
    public async Task Stop_WithRequestsWaiting_TheyAreStillWritten()
    {
        var sink = new GatedSink();
        using var ingestor = await StartAsync(sink, new());
        var first = ingestor.IngestAsync(Batch(1), default);
        await sink.Entered.WaitAsync(_ceiling);
        var second = ingestor.IngestAsync(Batch(2), default);

        var stopping = ingestor.StopAsync(default);
        sink.Gate.Release(2);
        await stopping.WaitAsync(_ceiling);

        Assert.Equal(1, (await first).Accepted);
        Assert.Equal(1, (await second).Accepted);
        await Assert.ThrowsAnyAsync<Exception>(() => ingestor.IngestAsync(Batch(3), default));
    }

    private static async Task<MetricIngestor> StartAsync(IMetricSink sink, MetricsOptions options)
    {
        var ingestor = new MetricIngestor(sink, Options.Create(options), NullLogger<MetricIngestor>.Instance);
        await ingestor.StartAsync(default);
        return ingestor;
    }

    private static SampleBatch Batch(params double[] values)
    {
        var batch = new SampleBatch();
        foreach (var value in values) batch.Samples.Add(new MetricSample(batch.Sent, _series, DateTimeOffset.UnixEpoch, value));
        return batch;
    }

    /// <summary>Writes when the test lets it; negative values are conflicts.</summary>
    private sealed class GatedSink : IMetricSink
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SemaphoreSlim Gate { get; } = new(0);

        public Task Entered => _entered.Task;

        public List<int> Calls { get; } = [];

        public Exception? Failure { get; set; }

        public async Task<SampleOutcome[]> AppendAsync(ReadOnlyMemory<MetricSample> samples, CancellationToken cancellationToken)
        {
            _entered.TrySetResult();
            await Gate.WaitAsync(_ceiling, cancellationToken);
            if (Failure is not null) throw Failure;
            Calls.Add(samples.Length);
            return [.. samples.ToArray().Select(sample => sample.Value < 0 ? SampleOutcome.Conflict : SampleOutcome.Stored)];
        }
    }
}
