using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Metrics;

public sealed class MetricActivityTests : IAsyncLifetime, IClassFixture<PostgresDatabase>
{
    private readonly PostgresDatabase _database;
    private readonly WorkflowTestHost _host;
    private readonly InMemoryMetricStore _store;

    public MetricActivityTests(PostgresDatabase database)
    {
        _database = database;
        _host = CreateHost();
        _store = _host.Services.GetRequiredService<InMemoryMetricStore>();
    }

    private DateTimeOffset Now => _host.Time.GetUtcNow();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task QueryMetric_Window_GivesTheAggregate()
    {
        Sample("cpu", "a", -60, 10);
        Sample("cpu", "a", -30, 30);
        Sample("cpu", "b", -30, 100);
        Sample("cpu", "a", -301, 1000);

        var run = await _host.RunActivityAsync("Status.QueryMetric", new { series = "cpu", labels = new { host = "a" } });

        Assert.Null(run.Fault);
        Assert.Equal(["Done"], run.Outcomes);
        Assert.Equal(20.0, run.Outputs["Result"]);
        Assert.Equal(2.0, run.Outputs["Samples"]);
    }

    [Fact]
    public async Task QueryMetric_RatioWithCondition_IsShareOfGoodSamples()
    {
        foreach (var (second, value) in new[] { (-40, 100.0), (-30, 501.0), (-20, 500.0), (-10, 20.0) }) Sample("latency", "a", second, value);

        var run = await _host.RunActivityAsync("Status.QueryMetric", new { series = "latency", aggregate = "Ratio", good = "<= 500", length = "00:01:00" });

        Assert.Equal(0.75, run.Outputs["Result"]);
    }

    [Theory]
    [InlineData("Avg")]
    [InlineData("Count")]
    public async Task QueryMetric_NoSamples_TakesTheOutcomeNoData(string aggregate)
    {
        var run = await _host.RunActivityAsync("Status.QueryMetric", new { series = "nothing", aggregate });

        Assert.Equal(["NoData"], run.Outcomes);
        Assert.Equal(0.0, run.Outputs["Samples"]);
    }

    [Theory]
    [InlineData("", "Avg", "", "Series")]
    [InlineData("x", "Mean", "", "Aggregate")]
    [InlineData("x", "Ratio", "about 5", "Good")]
    public async Task QueryMetric_WrongInput_FaultsAndNamesIt(string series, string aggregate, string good, string named)
    {
        var run = await _host.RunActivityAsync("Status.QueryMetric", new { series, aggregate, good });

        Assert.StartsWith(named, run.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordMetric_Value_IsStoredWithTheCommit()
    {
        var run = await _host.RunActivityAsync("Status.RecordMetric", new { series = "audit.open", labels = new { team = "x", number = 7 }, value = 4.5, unit = "findings" });

        Assert.Null(run.Fault);
        var sample = Assert.Single(await _store.ReadSamplesAsync("audit.open", new Dictionary<string, string>(), new TimeWindow(Now.AddDays(-1), Now.AddDays(1)), 10, default));
        Assert.Equal(("""{"number":"7","team":"x"}""", "findings", 4.5, Now), (sample.Series.LabelsJson, sample.Series.Unit, sample.Value, sample.At));
    }

    [Fact]
    public async Task RecordMetric_WriteOnPostgres_RepeatsWithoutEffect()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var context = new ActivityTestContext(_host.Services, time);
        await context.RunAsync(new RecordMetric
        {
            Series = new("audit.pg"),
            Labels = new(new DataObject { ["b"] = "2", ["a"] = "1" }),
            Value = new(1.5),
            Unit = new((string?)null),
        });

        await WriteExecutor.CommitAsync(_database.DataSource, context.Writes);
        await WriteExecutor.CommitAsync(_database.DataSource, context.Writes);

        var day = new TimeWindow(time.GetUtcNow().AddHours(-1), time.GetUtcNow().AddHours(1));
        var sample = Assert.Single(await new PostgresMetricReader(_database.DataSource).ReadSamplesAsync("audit.pg", new Dictionary<string, string>(), day, 10, default));
        Assert.Equal(("""{"a":"1","b":"2"}""", 1.5, time.GetUtcNow()), (sample.Series.LabelsJson, sample.Value, sample.At));
        // The ordinary writer meets the same series and the same sample.
        var outcomes = await new PostgresMetricSink(_database.DataSource, new()).AppendAsync(new[] { sample }, default);
        Assert.Equal([SampleOutcome.Duplicate], outcomes);
    }

    [Fact]
    public async Task RecordMetric_OtherValueAtTheSameInstant_IsReportedAndNotStored()
    {
        await _host.RunActivityAsync("Status.RecordMetric", new { series = "audit.open", value = 4 });

        var same = await _host.RunActivityAsync("Status.RecordMetric", new { series = "audit.open", value = 4 });
        var other = await _host.RunActivityAsync("Status.RecordMetric", new { series = "audit.open", value = 5 });
        var otherSeries = await _host.RunActivityAsync("Status.RecordMetric", new { series = "audit.open", labels = new { team = "x" }, value = 6 });

        Assert.Equal(["Done"], same.Outcomes);
        Assert.Equal(["Conflict"], other.Outcomes);
        Assert.Equal(4.0, other.Outputs["Kept"]);
        Assert.Equal(["Done"], otherSeries.Outcomes);
    }

    [Fact]
    public async Task RecordMetric_OtherValueCommittedMeanwhile_RefusesTheWrite()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.Zero));
        var (first, second) = (new ActivityTestContext(_host.Services, time), new ActivityTestContext(_host.Services, time));
        await first.RunAsync(new RecordMetric { Series = new("audit.race"), Value = new(1) });
        await second.RunAsync(new RecordMetric { Series = new("audit.race"), Value = new(2) });
        await WriteExecutor.CommitAsync(_database.DataSource, first.Writes);

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => WriteExecutor.CommitAsync(_database.DataSource, second.Writes));

        Assert.Contains("audit.race has another value (1)", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b", 1.0)]
    [InlineData("ok", double.PositiveInfinity)]
    public async Task RecordMetric_WrongSample_FaultsAndEnlistsNothing(string series, double value)
    {
        var context = new ActivityTestContext(_host.Services, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => context.RunAsync(new RecordMetric { Series = new(series), Value = new(value) }));

        Assert.Empty(context.Writes);
    }

    [Fact]
    public async Task CheckHost_BelowEveryLimit_IsHealthyAndLeavesNoFact()
    {
        HostSamples(cpu: 50, memory: 85, disk: 90);

        var run = await _host.RunActivityAsync("Status.CheckHost", new { host = "h" });

        Assert.Equal(["Healthy"], run.Outcomes);
        Assert.Equal(50.0, ((DataObject)run.Outputs["Result"]!)["cpu"]);
        Assert.Empty(_host.Facts);
    }

    [Fact]
    public async Task CheckHost_AboveALimit_IsUnhealthyAndLeavesTheFact()
    {
        HostSamples(cpu: 95, memory: 50, disk: 91);

        var run = await _host.RunActivityAsync("Status.CheckHost", new { host = "h", diskLimit = 95 });

        Assert.Equal(["Unhealthy"], run.Outcomes);
        var fact = Assert.Single(_host.Facts);
        Assert.Equal("host.threshold", fact.Type);
        var exceeded = (DataObject)Assert.Single((DataArray)fact.Body["exceeded"]!)!;
        Assert.Equal(("cpu", 95.0, 90.0), (exceeded["measure"], exceeded["value"], exceeded["limit"]));
    }

    [Fact]
    public async Task CheckHost_PartWithoutSamples_IsNeverHealthy()
    {
        Sample("host.cpu.percent", "h", -10, 5);

        var run = await _host.RunActivityAsync("Status.CheckHost", new { host = "h" });

        Assert.Equal(["NoData"], run.Outcomes);
        Assert.Null(((DataObject)run.Outputs["Result"]!)["disk"]);
    }

    private void HostSamples(double cpu, double memory, double disk)
    {
        Sample("host.cpu.percent", "h", -10, cpu);
        Sample("host.memory.percent", "h", -10, memory);
        Sample("host.disk.percent", "h", -20, 1);
        Sample("host.disk.percent", "h", -10, disk);
    }

    private void Sample(string name, string host, int second, double value) =>
        Assert.Equal(SampleOutcome.Stored, _store.Append(new MetricSample(0, new SeriesKey(name, [new("host", host)]), Now.AddSeconds(second), value)));

    private static WorkflowTestHost CreateHost() => new(services => services
        .AddActivitiesFrom(typeof(MetricsServices).Assembly)
        .AddSingleton(provider => new InMemoryMetricStore(provider.GetRequiredService<TimeProvider>(), new MetricsOptions()))
        .AddSingleton<IMetricSink>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton<IMetricReader>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton<IMetricWindows>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton(Options.Create(new MetricsOptions())));
}
