using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Ingestion;
using Status.Activities.Metrics.Spool;
using Status.Activities.Metrics.Storage;
using Status.Testing;

namespace Status.Activities.Tests.Metrics;

/// <summary>What is kept on disk while the store is away comes back whole, in order, and no more than fits.</summary>
public sealed class SampleSpoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_AfterARestart_GivesBackEverySampleInOrderAndLeavesNothing()
    {
        var first = new SampleSpool(_folder.Path, 1 << 20);
        Assert.True(first.TryAppend([Sample(1), Sample(2)]));
        Assert.True(first.TryAppend([Sample(3)]));

        var second = new SampleSpool(_folder.Path, 1 << 20);
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.True(second.TryAppend([Sample(4)]));
        var back = new List<MetricSample>();
        Assert.Equal((4, 0), await second.ReplayAsync(record => Take(back, record)));

        Assert.Equal([Sample(1) with { Index = 0 }, Sample(2) with { Index = 1 }, Sample(3) with { Index = 0 }, Sample(4) with { Index = 0 }], back);
        Assert.Equal("%", back[0].Series.Unit);
        Assert.Equal(0, second.Bytes);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_RecordThatIsNotWhole_EndsTheFileThereAndSaysSo(bool cut)
    {
        var spool = new SampleSpool(_folder.Path, 1 << 20);
        Assert.True(spool.TryAppend([Sample(1)]));
        Assert.True(spool.TryAppend([Sample(2)]));
        var file = Assert.Single(Directory.GetFiles(_folder.Path));
        var bytes = ReadShared(file);
        if (cut) bytes = bytes[..^3];
        else bytes[^3] ^= 1;
        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes);

        var back = new List<MetricSample>();
        Assert.Equal((1, 1), await new SampleSpool(_folder.Path, 1 << 20).ReplayAsync(record => Take(back, record)));

        Assert.Equal(1, Assert.Single(back).Value);
    }

    [Fact]
    public async Task Replay_StoreThatFailsInTheMiddle_KeepsWhatItHasNotTaken()
    {
        var spool = new SampleSpool(_folder.Path, 1 << 20);
        Assert.True(spool.TryAppend([Sample(1)]));
        Assert.True(spool.TryAppend([Sample(2)]));
        var calls = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => spool.ReplayAsync(_ => ++calls == 2 ? throw new TimeoutException() : Task.CompletedTask));
        Assert.True(spool.TryAppend([Sample(3)]));

        var back = new List<MetricSample>();
        await spool.ReplayAsync(record => Take(back, record));

        Assert.Equal([1, 2, 3], back.Select(s => s.Value));
    }

    [Fact]
    public void Append_MoreThanTheLimit_IsRefused()
    {
        var spool = new SampleSpool(_folder.Path, 200);
        Assert.True(spool.TryAppend([Sample(1)]));
        Assert.False(spool.TryAppend([Sample(2), Sample(3)]));
        Assert.InRange(spool.Bytes, 1, 200);
    }

    [Fact]
    public async Task Ingest_WhileTheDatabaseCannotBeReached_AcceptsToDiskAndStoresItLater()
    {
        await using var away = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2");
        var spool = new SampleSpool(_folder.Path, 1 << 20);
        using var ingestor = new MetricIngestor(new PostgresMetricSink(away, new()), Options.Create(new MetricsOptions()), NullLogger<MetricIngestor>.Instance, spool);
        await ingestor.StartAsync(default);
        var batch = new SampleBatch();
        batch.Samples.AddRange([Sample(1), Sample(2)]);

        var report = await ingestor.IngestAsync(batch, default);

        Assert.Equal((2, 2), (report.Accepted, report.Spooled));
        var store = new InMemoryMetricStore(TimeProvider.System, new());
        await spool.ReplayAsync(record => store.AppendAsync(record, default));
        Assert.Single(await store.ListSeriesAsync(new SeriesFilter("host.cpu.percent", new Dictionary<string, string>(), 0, 10), default));
    }

    private static MetricSample Sample(double value) =>
        new(0, new SeriesKey("host.cpu.percent", [new("host", "äö\n"), new("target", "self")], "%"), DateTimeOffset.UnixEpoch.AddSeconds(value).AddTicks(7), value);

    private static Task Take(List<MetricSample> into, ReadOnlyMemory<MetricSample> record)
    {
        into.AddRange(record.ToArray());
        return Task.CompletedTask;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
