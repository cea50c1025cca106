using Microsoft.Extensions.Logging.Abstractions;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Sampling;

namespace Status.Activities.Tests.Metrics.Sampling;

public sealed class SampleBufferTests
{
    private static readonly SeriesKey _series = new("a", []);

    [Fact]
    public async Task Flush_StoreAway_SamplesWaitAndAreStoredLater()
    {
        var sink = new FailingSink { Fails = true };
        using var buffer = new SampleBuffer(sink, 100, NullLogger<SampleBuffer>.Instance);
        buffer.Add(Samples(0, 3));

        Assert.False(await buffer.FlushAsync(default));
        buffer.Add(Samples(3, 2));
        sink.Fails = false;

        Assert.True(await buffer.FlushAsync(default));
        Assert.Equal([0, 1, 2, 3, 4], sink.Stored);
        Assert.Equal((0, 0L), (buffer.Count, buffer.Dropped));
    }

    [Fact]
    public async Task Add_BeyondLimit_OldestGoAndAreCounted()
    {
        var sink = new FailingSink();
        using var buffer = new SampleBuffer(sink, 3, NullLogger<SampleBuffer>.Instance);

        buffer.Add(Samples(0, 5));
        await buffer.FlushAsync(default);

        Assert.Equal([2, 3, 4], sink.Stored);
        Assert.Equal(2, buffer.Dropped);
    }

    [Fact]
    public async Task Add_WhileFlushing_NothingIsLostOrTakenTwice()
    {
        var sink = new FailingSink();
        using var buffer = new SampleBuffer(sink, 3, NullLogger<SampleBuffer>.Instance);
        buffer.Add(Samples(0, 3));
        sink.Meanwhile = () => buffer.Add(Samples(3, 2)); // drops 0 and 1, which are being stored

        await buffer.FlushAsync(default);

        Assert.Equal([0, 1, 2, 3, 4], sink.Stored);
        Assert.Equal(0, buffer.Count);
    }

    private static IEnumerable<MetricSample> Samples(int first, int count) =>
        Enumerable.Range(first, count).Select(i => new MetricSample(0, _series, DateTimeOffset.UnixEpoch.AddSeconds(i), i));

    private sealed class FailingSink : IMetricSink
    {
        public bool Fails { get; set; }

        public Action? Meanwhile { get; set; }

        public List<int> Stored { get; } = [];

        public Task<SampleOutcome[]> AppendAsync(ReadOnlyMemory<MetricSample> samples, CancellationToken cancellationToken)
        {
            if (Fails) throw new IOException("away");
            Stored.AddRange(samples.ToArray().Select(sample => (int)sample.Value));
            var meanwhile = Meanwhile;
            Meanwhile = null;
            meanwhile?.Invoke();
            return Task.FromResult(new SampleOutcome[samples.Length]);
        }
    }
}
