using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Evaluation;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Registry.Computations;

namespace Status.Benchmarks.Metrics;

/// <summary>The shipped agreement with its five guarantees over 1,000,000 samples: its windows alone, and its whole evaluation from the document to the verdicts.</summary>
internal static class AgreementLoad
{
    private const int SamplesPerMetric = 200_000;
    private const int Rounds = 21;
    private static readonly string[] _series = ["probe.success", "probe.latency.ms", "host.cpu.percent", "host.memory.percent", "host.disk.percent"];

    public static async Task RunAsync(NpgsqlDataSource dataSource)
    {
        var from = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-10), TimeSpan.Zero);
        await FillAsync(dataSource, from);
        var window = new TimeWindow(from, from.AddDays(10));
        var windows = new PostgresMetricWindows(dataSource);
        MetricAggregate[] aggregates = [MetricAggregate.Ratio, MetricAggregate.P95, MetricAggregate.Avg, MetricAggregate.Avg, MetricAggregate.Max];
        MetricWindowQuery[] mixed = [.. _series.Zip(aggregates, (series, aggregate) => Query(series, window, aggregate))];
        MetricWindowQuery[] percentiles = [.. _series.Select(series => Query(series, window, MetricAggregate.P95))];
        await TimeAsync("windows: ratio, p95, avg, avg, max", () => CountAsync(windows, mixed));
        await TimeAsync("windows: five times p95", () => CountAsync(windows, percentiles));
        await TimeAsync("the whole agreement", () => EvaluateAsync(windows, window));
    }

    private static MetricWindowQuery Query(string series, TimeWindow window, MetricAggregate aggregate) =>
        new(series, new Dictionary<string, string>(), window, aggregate);

    private static async Task CountAsync(PostgresMetricWindows windows, MetricWindowQuery[] queries)
    {
        var answers = await windows.QueryAsync(queries, default);
        if (answers.Sum(answer => answer.Samples) != SamplesPerMetric * _series.Length) throw new InvalidOperationException("The windows do not hold a million samples.");
    }

    private static async Task EvaluateAsync(PostgresMetricWindows windows, TimeWindow window)
    {
        var document = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "platform-service-levels.json"));
        if (!new AgreementReader(new()).TryRead(document, out var agreement, out _, out var problems)) throw new InvalidOperationException(string.Join('\n', problems));
        var evaluator = new AgreementEvaluator(windows, new InMemoryComputationStore(), new InMemoryPointStore(), new());
        var evaluation = await evaluator.EvaluateAsync(new EvaluationRequest { Agreement = agreement!, Version = 1, At = window.To, Window = window }, default);
        if (evaluation.Count(Verdict.NotDetermined) != 0 || evaluation.Current.Count != _series.Length) throw new InvalidOperationException("Not every guarantee was determined.");
    }

    // Two series a metric, one sample every 8 s over 9¼ days.
    private static async Task FillAsync(NpgsqlDataSource dataSource, DateTimeOffset from)
    {
        var sink = new PostgresMetricSink(dataSource, new MetricsOptions());
        var random = new Random(1);
        for (var start = 0; start < SamplesPerMetric / 2; start += 2_000)
        {
            var samples = Enumerable.Range(start, 2_000)
                .SelectMany(i => _series.SelectMany(name => new[] { "a", "b" }.Select(host => (Name: name, Host: host, At: from.AddSeconds(i * 8L)))))
                .Select((s, i) => new MetricSample(i, new SeriesKey(s.Name, [new("host", s.Host)]), s.At, s.Name == _series[0] ? (random.Next(1000) > 0 ? 1 : 0) : random.NextDouble() * 100))
                .ToArray();
            await sink.AppendAsync(samples, default);
        }

        await using var analyze = dataSource.CreateCommand("analyze metrics.sample");
        await analyze.ExecuteNonQueryAsync();
    }

    private static async Task TimeAsync(string what, Func<Task> action)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await action();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var first = times[0];
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}, over 5 × 200,000 samples: first {first:N0} ms, median {times[Rounds / 2]:N0} ms, worst of {Rounds} {times[^1]:N0} ms"));
    }
}
