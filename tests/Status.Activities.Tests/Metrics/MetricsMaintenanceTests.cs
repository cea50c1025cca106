using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Maintenance;
using Status.Activities.Metrics.Storage;
using Status.Testing;

namespace Status.Activities.Tests.Metrics;

public sealed class MetricsMaintenanceTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly Dictionary<string, string> _all = [];
    private readonly MetricsOptions _options = new() { Retention = TimeSpan.FromDays(2), PartitionDaysAhead = 2 };

    [Fact]
    public async Task Run_AfterRetention_DropsDaysAndSeriesAndWritersGoOn()
    {
        // Series are created by the database's clock, so the test moves relative to the real day.
        var today = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var sink = new PostgresMetricSink(database.DataSource, _options);
        var (gone, kept) = (new SeriesKey("maintenance.gone", []), new SeriesKey("maintenance.kept", []));
        await sink.AppendAsync(Batch((gone, today), (kept, today), (kept, today.AddDays(1))), default);

        var early = await Maintenance(today.AddDays(2).AddHours(23)).RunAsync(default);
        var due = await Maintenance(today.AddDays(3).AddHours(1)).RunAsync(default);
        var again = await Maintenance(today.AddDays(3).AddHours(1)).RunAsync(default);

        Assert.Equal(new MaintenanceReport(0, 0), early);
        Assert.Equal(new MaintenanceReport(1, 1), due);
        Assert.Equal(new MaintenanceReport(0, 0), again);
        var reader = new PostgresMetricReader(database.DataSource);
        Assert.Equal(kept, Assert.Single(await reader.ListSeriesAsync(new(null, _all), default)).Key);
        // The writer still remembers the removed series and the dropped day.
        Assert.Equal([SampleOutcome.Stored, SampleOutcome.Stored], await sink.AppendAsync(Batch((gone, today), (kept, today.AddDays(2))), default));
        var samples = await reader.ReadSamplesAsync(gone.Name, _all, new TimeWindow(today, today.AddDays(1)), 10, default);
        Assert.Equal(1, Assert.Single(samples).Value);
    }

    [Fact]
    public async Task Run_Ahead_MakesPartitionsOfTheComingDays()
    {
        var now = new DateTimeOffset(2040, 1, 30, 23, 0, 0, TimeSpan.Zero);

        await Maintenance(now).RunAsync(default);

        await using var command = database.DataSource.CreateCommand("select array_agg(day order by day) from metrics.partition where day > '2040-01-01'");
        Assert.Equal([new DateOnly(2040, 1, 30), new DateOnly(2040, 1, 31), new DateOnly(2040, 2, 1)], (DateOnly[])(await command.ExecuteScalarAsync())!);
    }

    private MetricsMaintenance Maintenance(DateTimeOffset now) =>
        new(database.DataSource, Options.Create(_options), new FixedTime(now), NullLogger<MetricsMaintenance>.Instance);

    private static ReadOnlyMemory<MetricSample> Batch(params (SeriesKey Series, DateTimeOffset At)[] samples) =>
        samples.Select((sample, index) => new MetricSample(index, sample.Series, sample.At, 1)).ToArray();

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
