using Status.Activities.Compliance;
using Status.Activities.Metrics.Ingestion;
using Status.Activities.Metrics.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Activities.Metrics;

/// <summary>Puts one sample into the metrics store, with the commit of the run.</summary>
[Activity("Status", "Metrics", "Puts one sample into the metrics store together with the run's own state: both are stored, or neither.")]
[FlowNode("Done", "Conflict")]
internal sealed class RecordMetric : CodeActivity
{
    private const string Sql = "select metrics.record($1, $2, $3, $4::text, $5, $6)";
    private const int MostSeries = 1000;

    [Input(Description = "Name of the metric, e.g. audit.open_findings.", UIHint = InputUIHints.SingleLine, IsRequired = true, Order = 0)]
    public Input<string?>? Series { get; set; }

    [Input(Description = "Labels of the series, as an object of texts.", UIHint = InputUIHints.Dictionary, Order = 1)]
    public Input<object?>? Labels { get; set; }

    [Input(Description = "The value: a finite number.", UIHint = InputUIHints.SingleLine, IsRequired = true, Order = 2)]
    public Input<double?>? Value { get; set; }

    [Input(Description = "Unit of the values, e.g. percent; the first one that is stored for a series stays.", UIHint = InputUIHints.SingleLine, Order = 3)]
    public Input<string?>? Unit { get; set; }

    [Input(Description = "When it was measured; empty is now. A series keeps the first value of an instant.", UIHint = InputUIHints.DateTimePicker, Order = 4)]
    public Input<DateTimeOffset?>? At { get; set; }

    [Output(Description = "The instant the sample is stored under.")]
    public Output<DateTimeOffset>? RecordedAt { get; set; }

    [Output(Description = "The value that was there already and stays, when it is another one; empty otherwise.")]
    public Output<double?>? Kept { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var options = MetricInputs.Options(context);
        var now = context.TimeProvider.GetUtcNow();
        var at = WholeMicroseconds((context.Get(At) ?? now).ToUniversalTime());
        var value = context.Get(Value) ?? throw new InvalidOperationException("Value is empty: a sample needs a number; leave the activity out when there is nothing to report.");
        var labels = MetricInputs.Labels(context.Get(Labels));
        var name = MetricInputs.Name(context.Get(Series), nameof(Series));
        var unit = context.Get(Unit) is { Length: > 0 } given ? given : null;
        if (SampleRules.Check(name, [.. labels], unit, options) is { } wrong) throw new InvalidOperationException($"{wrong.Path}: {wrong.Reason}");
        if (SampleRules.Check(0, at, value, now, options) is { } refused) throw new InvalidOperationException(refused.Reason);

        var series = new SeriesKey(name, labels, unit);
        context.Set(RecordedAt, at);
        if (await FindOtherAsync(context, series, at, value) is { } kept)
        {
            context.Set(Kept, kept);
            context.JournalData["Rejected"] = RejectionCodes.Conflict;
            context.JournalData["Kept"] = kept;
            await context.CompleteActivityWithOutcomesAsync("Conflict");
            return;
        }

        context.Enlist(new Write(context.GetIdempotencyKey(), Sql, series.Name, new JsonParameter(series.LabelsJson), series.LabelsHash(), series.Unit, at, value)
        {
            InMemory = services => Append(services, new MetricSample(0, series, at, value)),
        });
        await context.CompleteActivityAsync();
    }

    // What somebody stores between this look and the commit is found by the write itself: it is refused and the run faults here, instead of losing the value silently.
    private static async ValueTask<double?> FindOtherAsync(ActivityExecutionContext context, SeriesKey series, DateTimeOffset at, double value)
    {
        var instant = new TimeWindow(at, at.AddMicroseconds(1));
        var labels = series.Labels.ToDictionary(StringComparer.Ordinal);
        var samples = await context.GetRequiredService<IMetricReader>().ReadSamplesAsync(series.Name, labels, instant, MostSeries, context.CancellationToken);
        return samples.Where(sample => sample.Series.Equals(series) && !sample.Value.Equals(value)).Select(sample => (double?)sample.Value).FirstOrDefault();
    }

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    private static bool Append(IServiceProvider services, MetricSample sample) =>
        services.GetService(typeof(IMetricSink)) is InMemoryMetricStore store && store.Append(sample) == SampleOutcome.Stored;
}
