using System.Diagnostics.Metrics;
using Status.Host.Hosting.Telemetry;

namespace Status.Host.Tests.Hosting.Telemetry;

/// <summary>The text format, character by character where a scraper would stumble.</summary>
public sealed class PrometheusTextTests
{
    [Fact]
    public async Task Write_LabelAndHelpWithSpecialCharacters_AreEscaped()
    {
        using var meter = new Meter("Status.Test.Escaping");
        using var collector = new MetricCollector();
        var counter = meter.CreateCounter<long>("status.test.escaped", "{thing}", "A \\ and\na new line");
        await collector.StartAsync(CancellationToken.None);
        counter.Add(2, KeyValuePair.Create<string, object?>("a.b", "say \"hi\\\"\n"));
        counter.Add(3, KeyValuePair.Create<string, object?>("a.b", "say \"hi\\\"\n"));

        var text = Own(collector, "status_test_escaped");

        Assert.Equal(
            "# HELP status_test_escaped_total A \\\\ and\\na new line\n# TYPE status_test_escaped_total counter\nstatus_test_escaped_total{a_b=\"say \\\"hi\\\\\\\"\\n\"} 5\n", text);
    }

    [Fact]
    public async Task Write_Histogram_CumulatesBucketsAndEndsWithInfinity()
    {
        using var meter = new Meter("Status.Test.Histogram");
        using var collector = new MetricCollector();
        var histogram = meter.CreateHistogram("status.test.sizes", "{item}", "Sizes", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 10] });
        await collector.StartAsync(CancellationToken.None);
        foreach (var size in (long[])[1, 2, 10, 11]) histogram.Record(size);

        var text = Own(collector, "status_test_sizes");

        Assert.Equal(
            "# HELP status_test_sizes Sizes\n# TYPE status_test_sizes histogram\nstatus_test_sizes_bucket{le=\"1\"} 1\nstatus_test_sizes_bucket{le=\"10\"} 3\n"
            + "status_test_sizes_bucket{le=\"+Inf\"} 4\nstatus_test_sizes_sum 24\nstatus_test_sizes_count 4\n",
            text);
    }

    [Fact]
    public async Task Write_ObservedGauge_TellsOnlyWhatIsThereNow()
    {
        using var meter = new Meter("Status.Test.Gauge");
        using var collector = new MetricCollector();
        var hosts = new List<string> { "a", "b" };
        meter.CreateObservableGauge("status.test.hosts", () => hosts.Select(h => new Measurement<long>(1, KeyValuePair.Create<string, object?>("host", h))));
        await collector.StartAsync(CancellationToken.None);
        Assert.Contains("status_test_hosts{host=\"a\"} 1\n", Own(collector, "status_test_hosts"), StringComparison.Ordinal);
        hosts.Remove("a");

        Assert.DoesNotContain("host=\"a\"", Own(collector, "status_test_hosts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_MoreLabelsThanAreKept_CountsTheRestTogether()
    {
        using var meter = new Meter("Status.Test.Many");
        using var collector = new MetricCollector();
        var counter = meter.CreateCounter<long>("status.test.many");
        await collector.StartAsync(CancellationToken.None);
        for (var i = 0; i < MetricCells.MaxCells + 5; i++) counter.Add(1, KeyValuePair.Create<string, object?>("id", i));

        Assert.Contains("status_test_many_total 5\n", Own(collector, "status_test_many"), StringComparison.Ordinal);
    }

    private static string Own(MetricCollector collector, string beginning) =>
        PrometheusText.Write(collector.Collect().Where(i => PrometheusText.NameOf(i.Instrument).StartsWith(beginning, StringComparison.Ordinal)));
}
