using FsCheck;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Random = System.Random;

namespace Status.Contracts.Tests.Metrics;

/// <summary>What every metrics store must do. An adapter is proved by overriding <see cref="Create"/>.</summary>
public abstract class MetricStoreContract
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> _all = [];
    private static int _names;

    protected abstract (IMetricSink Sink, IMetricReader Reader, IMetricWindows Windows) Create(MetricsOptions options);

    [Fact]
    public async Task Append_NewSamples_AreStored()
    {
        var (sink, reader, _) = Create(new());
        var series = NewSeries();

        var outcomes = await sink.AppendAsync(Batch((series, _noon, 1), (series, _noon.AddSeconds(1), 2)), default);

        Assert.Equal([SampleOutcome.Stored, SampleOutcome.Stored], outcomes);
        var samples = await reader.ReadSamplesAsync(series.Name, _all, Around(_noon), 10, default);
        Assert.Equal([1.0, 2.0], samples.Select(sample => sample.Value));
        Assert.All(samples, sample => Assert.Equal(series, sample.Series));
    }

    [Fact]
    public async Task Append_SameSampleAgain_IsDuplicate()
    {
        var (sink, _, windows) = Create(new());
        var series = NewSeries();
        await sink.AppendAsync(Batch((series, _noon, 1)), default);

        var outcomes = await sink.AppendAsync(Batch((series, _noon, 1), (series, _noon.AddSeconds(1), 5)), default);

        Assert.Equal([SampleOutcome.Duplicate, SampleOutcome.Stored], outcomes);
        Assert.Equal(2, (await Ask(windows, series, MetricAggregate.Count)).Value);
    }

    [Fact]
    public async Task Append_OtherValueForSameTime_IsConflictAndFirstStays()
    {
        var (sink, _, windows) = Create(new());
        var series = NewSeries();
        await sink.AppendAsync(Batch((series, _noon, 1)), default);

        var outcomes = await sink.AppendAsync(Batch((series, _noon, 2), (series, _noon.AddSeconds(1), 5)), default);

        Assert.Equal([SampleOutcome.Conflict, SampleOutcome.Stored], outcomes);
        Assert.Equal(1, (await Ask(windows, series, MetricAggregate.Min)).Value);
    }

    [Fact]
    public async Task Append_RepeatsWithinOneBatch_FirstWins()
    {
        var (sink, _, windows) = Create(new());
        var series = NewSeries();

        var outcomes = await sink.AppendAsync(Batch((series, _noon, 3), (series, _noon, 3), (series, _noon, 4)), default);

        Assert.Equal([SampleOutcome.Stored, SampleOutcome.Duplicate, SampleOutcome.Conflict], outcomes);
        Assert.Equal(new MetricWindowValue(3, 1), await Ask(windows, series, MetricAggregate.Max));
    }

    [Fact]
    public async Task Append_TimesWithinOneMicrosecond_AreOneTime()
    {
        var (sink, _, _) = Create(new());
        var series = NewSeries();

        var outcomes = await sink.AppendAsync(Batch((series, _noon, 3), (series, _noon.AddTicks(9), 3)), default);

        Assert.Equal([SampleOutcome.Stored, SampleOutcome.Duplicate], outcomes);
    }

    [Fact]
    public async Task Append_LabelsInOtherOrder_AreOneSeries()
    {
        var (sink, reader, _) = Create(new());
        var name = NewSeries().Name;
        var first = new SeriesKey(name, [new("b", "2"), new("a", "1")], "ms");
        var second = new SeriesKey(name, [new("a", "1"), new("b", "2")]);

        await sink.AppendAsync(Batch((first, _noon, 1), (second, _noon.AddSeconds(1), 1)), default);

        var series = Assert.Single(await reader.ListSeriesAsync(new(name, _all), default));
        Assert.Equal("ms", series.Key.Unit);
        Assert.Equal("""{"a":"1","b":"2"}""", series.Key.LabelsJson);
    }

    [Fact]
    public async Task Append_SamplesOfManyDays_AllFindTheirPlace()
    {
        var (sink, _, windows) = Create(new());
        var series = NewSeries();
        var samples = Enumerable.Range(0, 40).Select(day => (series, _noon.AddDays(-day), (double)day)).ToArray();

        var outcomes = await sink.AppendAsync(Batch(samples), default);

        Assert.All(outcomes, outcome => Assert.Equal(SampleOutcome.Stored, outcome));
        var answer = await windows.QueryAsync([new(series.Name, _all, new(_noon.AddDays(-50), _noon.AddDays(1)), MetricAggregate.Sum)], default);
        Assert.Equal(new MetricWindowValue(780, 40), answer[0]);
    }

    [Fact]
    public async Task Append_MoreSeriesThanAllowedForHost_OnlyTheSurplusIsRefused()
    {
        var (sink, _, _) = Create(new() { SeriesPerHostLimit = 2 });
        var host = Guid.NewGuid().ToString("n");
        var series = Enumerable.Range(0, 4).Select(_ => new SeriesKey(NewSeries().Name, [new("host", host)])).ToArray();
        await sink.AppendAsync(Batch((series[0], _noon, 1)), default);

        var outcomes = await sink.AppendAsync(Batch((series[0], _noon.AddSeconds(1), 1), (series[1], _noon, 1), (series[2], _noon, 1), (series[3], _noon, 1)), default);

        Assert.Equal(SampleOutcome.Stored, outcomes[0]);
        Assert.Equal([SampleOutcome.Stored, SampleOutcome.TooManySeries, SampleOutcome.TooManySeries], outcomes[1..].Order());
    }

    [Fact]
    public async Task Append_FromManyWritersAtOnce_EachSampleIsStoredOnce()
    {
        var (sink, _, windows) = Create(new());
        var series = NewSeries();
        var batch = Batch([.. Enumerable.Range(0, 200).Select(i => (series, _noon.AddSeconds(i), (double)i))]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => sink.AppendAsync(batch, default))));

        Assert.Equal(200, answers.Sum(outcomes => outcomes.Count(outcome => outcome == SampleOutcome.Stored)));
        Assert.Equal(1000, answers.Sum(outcomes => outcomes.Count(outcome => outcome == SampleOutcome.Duplicate)));
        Assert.Equal(200, (await Ask(windows, series, MetricAggregate.Count)).Samples);
    }

    [Fact]
    public async Task ListSeries_FilterAndPages_AnswerInOrderOfIds()
    {
        var (sink, reader, _) = Create(new());
        var name = NewSeries().Name;
        var series = Enumerable.Range(0, 5).Select(i => new SeriesKey(name, [new("host", i < 3 ? "a" : "b"), new("n", $"{i}")])).ToArray();
        foreach (var one in series) await sink.AppendAsync(Batch((one, _noon, 1)), default);

        var first = await reader.ListSeriesAsync(new(name, _all, Limit: 3), default);
        var second = await reader.ListSeriesAsync(new(name, _all, first[^1].Id, 3), default);
        var ofA = await reader.ListSeriesAsync(new(null, new Dictionary<string, string> { ["host"] = "a", ["n"] = "*" }, Limit: 1000), default);

        Assert.Equal(series, first.Concat(second).Select(one => one.Key));
        Assert.Equal(series[..3], ofA.Select(one => one.Key).Where(key => key.Name == name));
    }

    [Fact]
    public async Task ReadSamples_SeveralSeries_OrdersByLabelsThenTime()
    {
        var (sink, reader, _) = Create(new());
        var name = NewSeries().Name;
        var (b, a) = (new SeriesKey(name, [new("t", "b")]), new SeriesKey(name, [new("t", "a")]));
        await sink.AppendAsync(Batch((b, _noon, 1), (a, _noon.AddSeconds(1), 2), (a, _noon, 3)), default);

        var samples = await reader.ReadSamplesAsync(name, _all, Around(_noon), 10, default);
        var limited = await reader.ReadSamplesAsync(name, _all, Around(_noon), 2, default);

        Assert.Equal([3.0, 2.0, 1.0], samples.Select(sample => sample.Value));
        Assert.Equal(samples.Take(2), limited);
    }

    [Fact]
    public async Task Query_WithoutSamples_IsNullAndNeverZeroButForCount()
    {
        var (_, _, windows) = Create(new());
        var name = NewSeries().Name;
        var aggregates = Enum.GetValues<MetricAggregate>();

        var answers = await windows.QueryAsync([.. aggregates.Select(aggregate => new MetricWindowQuery(name, _all, Around(_noon), aggregate))], default);

        Assert.Equal(aggregates.Select(aggregate => new MetricWindowValue(aggregate == MetricAggregate.Count ? 0 : null, 0)), answers);
    }

    [Fact]
    public async Task Query_WindowBorders_FromIsInsideToIsOutside()
    {
        var (sink, _, windows) = Create(new());
        var series = NewSeries();
        await sink.AppendAsync(Batch((series, _noon, 1), (series, _noon.AddMinutes(1), 2)), default);

        var answers = await windows.QueryAsync([new(series.Name, _all, new(_noon, _noon.AddMinutes(1)), MetricAggregate.Sum)], default);

        Assert.Equal(new MetricWindowValue(1, 1), Assert.Single(answers));
    }

    [Fact]
    public async Task Query_NoQueries_NoAnswers() =>
        Assert.Empty(await Create(new()).Windows.QueryAsync([], default));

    [Fact]
    public void Query_RandomSamples_AgreesWithNaiveComputation()
    {
        var (sink, _, windows) = Create(new());
        Prop.ForAll<int>(seed => AgreesAsync(sink, windows, new Random(seed)).GetAwaiter().GetResult())
            .Check(new Configuration { MaxNbOfTest = 60, QuietOnSuccess = true, Replay = null, Runner = Config.QuickThrowOnFailure.Runner });
    }

    [Fact]
    public async Task QueryRange_Steps_OnePointForEachThatHoldsSamples()
    {
        var (sink, reader, _) = Create(new());
        var series = NewSeries();
        await sink.AppendAsync(Batch((series, _noon, 1), (series, _noon.AddSeconds(59), 3), (series, _noon.AddSeconds(180), 7)), default);

        foreach (var (aggregate, first) in new[] { (MetricAggregate.Avg, 2.0), (MetricAggregate.Last, 3.0), (MetricAggregate.P50, 1.0), (MetricAggregate.Count, 2.0), (MetricAggregate.Ratio, 1.0) })
        {
            var points = await reader.QueryRangeAsync(new(series.Name, _all, new(_noon, _noon.AddMinutes(10)), TimeSpan.FromMinutes(1), aggregate), default);
            Assert.Equal([_noon, _noon.AddMinutes(3)], points.Select(point => point.At));
            Assert.Equal([2L, 1L], points.Select(point => point.Samples));
            Assert.Equal(first, points[0].Value);
        }
    }

    private static async Task<bool> AgreesAsync(IMetricSink sink, IMetricWindows windows, Random random)
    {
        var name = NewSeries().Name;
        var samples = Enumerable.Range(0, random.Next(0, 120))
            .Select(_ => (Series: new SeriesKey(name, [new("t", $"{random.Next(3)}")]), At: _noon.AddSeconds(random.Next(0, 100)), Value: Value(random)))
            .ToArray();
        var outcomes = await sink.AppendAsync(Batch(samples), default);
        var stored = samples.Where((_, i) => outcomes[i] == SampleOutcome.Stored).ToList();
        var queries = Enumerable.Range(0, 30).Select(_ => Query(name, random)).ToArray();

        var answers = await windows.QueryAsync(queries, default);

        for (var i = 0; i < queries.Length; i++)
        {
            var query = queries[i];
            var inside = stored.Where(s => query.Window.Contains(s.At) && (query.Labels.Count == 0 || query.Labels["t"] == "*" || s.Series.Labels[0].Value == query.Labels["t"])).ToList();
            Assert.Equal(inside.Count, answers[i].Samples);
            AssertClose(Naive(query, inside.ConvertAll(s => (s.At, s.Value))), answers[i].Value, query);
        }

        return true;
    }

    private static double Value(Random random) => random.Next(4) switch
    {
        0 => 0,
        1 => random.Next(-3, 4),
        2 => (random.NextDouble() - 0.5) * 1e6,
        _ => Math.Round(random.NextDouble() * 100, 2),
    };

    private static MetricWindowQuery Query(string name, Random random)
    {
        var from = _noon.AddSeconds(random.Next(-10, 100));
        var labels = random.Next(3) == 0 ? _all : new Dictionary<string, string> { ["t"] = random.Next(4) is var t and < 3 ? $"{t}" : "*" };
        var good = random.Next(2) == 0 ? null : new MetricCondition((Comparison)random.Next(6), random.Next(-2, 3));
        return new(name, labels, new(from, from.AddSeconds(random.Next(0, 80))), (MetricAggregate)random.Next(Enum.GetValues<MetricAggregate>().Length), good);
    }

    private static double? Naive(MetricWindowQuery query, List<(DateTimeOffset At, double Value)> samples)
    {
        var sorted = samples.ConvertAll(sample => sample.Value);
        sorted.Sort();
        if (query.Aggregate == MetricAggregate.Count) return sorted.Count;
        if (sorted.Count == 0) return null;
        double Rank(int hundredths) => sorted[Math.Max(0, ((hundredths * sorted.Count) + 99) / 100 - 1)];
        return query.Aggregate switch
        {
            MetricAggregate.Avg => (double)(sorted.Sum(value => (decimal)value) / sorted.Count),
            MetricAggregate.Sum => (double)sorted.Sum(value => (decimal)value),
            MetricAggregate.Min => sorted[0],
            MetricAggregate.Max => sorted[^1],
            MetricAggregate.P50 => Rank(50),
            MetricAggregate.P95 => Rank(95),
            MetricAggregate.P99 => Rank(99),
            MetricAggregate.Ratio => (double)sorted.Count(value => query.Good?.Accepts(value) ?? value != 0) / sorted.Count,
            _ => samples.OrderBy(sample => sample.At).ThenBy(sample => sample.Value).Last().Value,
        };
    }

    private static void AssertClose(double? expected, double? actual, MetricWindowQuery query)
    {
        if (expected is null || actual is null) Assert.Equal(expected, actual);
        // Sums and means are rounded to 12 digits of a sum of terms below 10^6; everything else is exact.
        else if (query.Aggregate is MetricAggregate.Avg or MetricAggregate.Sum) Assert.InRange(actual.Value - expected.Value, -1e-5, 1e-5);
        else Assert.True(expected == actual, $"{query}: expected {expected}, got {actual}");
    }

    private static async Task<MetricWindowValue> Ask(IMetricWindows windows, SeriesKey series, MetricAggregate aggregate) =>
        (await windows.QueryAsync([new(series.Name, _all, Around(_noon), aggregate)], default))[0];

    private static SeriesKey NewSeries() => new($"contract.m{Interlocked.Increment(ref _names)}", []);

    private static TimeWindow Around(DateTimeOffset time) => new(time.AddHours(-1), time.AddHours(1));

    private static ReadOnlyMemory<MetricSample> Batch(params (SeriesKey Series, DateTimeOffset At, double Value)[] samples) =>
        samples.Select((sample, index) => new MetricSample(index, sample.Series, sample.At, sample.Value)).ToArray();
}
