using Status.Activities.Compliance;
using Status.Workflows.Authoring;

namespace Status.Activities.Metrics;

/// <summary>Reads one number out of the metrics store.</summary>
[Activity("Status", "Metrics", "Reads one number out of the metrics store: an aggregate of a metric over a window.")]
[FlowNode("Done", "NoData")]
internal sealed class QueryMetric : CodeActivity<double?>
{
    private static readonly TimeSpan _defaultLength = TimeSpan.FromMinutes(5);

    [Input(Description = "Name of the metric, e.g. host.cpu.percent.", UIHint = InputUIHints.SingleLine, IsRequired = true, Order = 0)]
    public Input<string?>? Series { get; set; }

    [Input(Description = "Labels the series must carry, as an object; * asks for a label's presence; empty takes every series of the name together.", UIHint = InputUIHints.Dictionary, Order = 1)]
    public Input<object?>? Labels { get; set; }

    [Input(
        Description = "How the samples become one number. Percentiles are by nearest rank; Ratio is the share of good samples (0 to 1).",
        UIHint = InputUIHints.DropDown, Options = ["Avg", "Min", "Max", "P50", "P95", "P99", "Count", "Ratio", "Sum", "Last"], DefaultValue = "Avg", Order = 2)]
    public Input<string?>? Aggregate { get; set; }

    [Input(Description = "Which samples are good, for Ratio: a comparison such as <= 500; empty takes those that are not zero.", UIHint = InputUIHints.SingleLine, Order = 3)]
    public Input<string?>? Good { get; set; }

    [Input(Description = "First instant of the window; empty counts Length back from To.", UIHint = InputUIHints.DateTimePicker, Order = 4)]
    public Input<DateTimeOffset?>? From { get; set; }

    [Input(Description = "First instant after the window; empty is now.", UIHint = InputUIHints.DateTimePicker, Order = 5)]
    public Input<DateTimeOffset?>? To { get; set; }

    [Input(Description = "Length of the window when From is empty, e.g. 00:05:00; default five minutes.", UIHint = InputUIHints.SingleLine, DefaultValue = "00:05:00", Order = 6)]
    public Input<TimeSpan?>? Length { get; set; }

    [Output(Description = "Number of samples in the window.")]
    public Output<double>? Samples { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var query = new MetricWindowQuery(
            MetricInputs.Name(context.Get(Series), nameof(Series)),
            MetricInputs.Labels(context.Get(Labels)),
            Window(context),
            MetricInputs.Aggregate(context.Get(Aggregate)),
            MetricInputs.Good(context.Get(Good)));
        var answer = (await context.GetRequiredService<IMetricWindows>().QueryAsync([query], context.CancellationToken))[0];
        context.Set(Result, answer.Value);
        context.Set(Samples, (double)answer.Samples);
        // A count of nothing is a number, but still nobody has looked: the designer decides by the outcome.
        await context.CompleteActivityWithOutcomesAsync(answer.Samples == 0 ? "NoData" : "Done");
    }

    private TimeWindow Window(ActivityExecutionContext context)
    {
        var to = context.Get(To) ?? context.TimeProvider.GetUtcNow();
        var window = new TimeWindow(context.Get(From) ?? to - (context.Get(Length) ?? _defaultLength), to);
        return window.Length > TimeSpan.Zero
            ? window
            : throw new InvalidOperationException($"The window from {window.From:O} to {window.To:O} is empty: To must be after From, and Length positive.");
    }
}
