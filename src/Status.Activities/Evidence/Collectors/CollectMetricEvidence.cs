using Microsoft.Extensions.Options;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>Takes the samples of a window out of the metrics store.</summary>
[Activity("Status", "Evidence", "Takes the samples of one metric in a window out of the metrics store, as canonical JSON, and stores the bytes under their SHA-256.")]
[FlowNode("Collected", "NoData")]
internal sealed class CollectMetricEvidence : CodeActivity<DataObject>
{
    [Input(Description = "Name of the metric, e.g. host.cpu.percent.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Series { get; set; }

    [Input(Description = "Labels the series must carry, as an object; empty takes every series of the name.", UIHint = InputUIHints.Dictionary)]
    public Input<object?>? Labels { get; set; }

    [Input(Description = "First instant of the window.", UIHint = InputUIHints.DateTimePicker, IsRequired = true)]
    public Input<DateTimeOffset>? From { get; set; }

    [Input(Description = "First instant after the window.", UIHint = InputUIHints.DateTimePicker, IsRequired = true)]
    public Input<DateTimeOffset>? To { get; set; }

    [Output(Description = "Number of samples in the window.")]
    public Output<double>? Samples { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var series = context.Get(Series) is { Length: > 0 } name ? name : throw new InvalidOperationException("Series is empty: name the metric to collect.");
        var labels = Scope.From(context.Get(Labels));
        var window = new TimeWindow(context.Get(From), context.Get(To));
        if (window.Length <= TimeSpan.Zero) throw new InvalidOperationException($"The window from {window.From:O} to {window.To:O} is empty: To must be after From.");
        var limit = context.GetRequiredService<IOptions<EvidenceOptions>>().Value.MaxSamples;
        var samples = await context.GetRequiredService<IMetricSamples>().ReadAsync(
            series, labels.ToDictionary(StringComparer.Ordinal), window, limit + 1, context.CancellationToken);
        // Evidence that silently leaves samples out would support what it does not show.
        if (samples.Count > limit)
            throw new InvalidDataException($"The window holds more than {limit:N0} samples of {series} (Status:Evidence:MaxSamples): take a shorter window or name labels.");
        context.Set(Samples, (double)samples.Count);
        var content = await EvidenceCollector.StoreAsync(
            context, DataJson.ToUtf8(Document(series, labels, window, samples)), "application/json", "metrics", series,
            new DataObject { ["query"] = Query(series, labels, window), ["samples"] = (double)samples.Count });
        context.Set(Result, content.ToData());
        await context.CompleteActivityWithOutcomesAsync(samples.Count == 0 ? "NoData" : "Collected");
    }

    private static DataObject Query(string series, Scope labels, TimeWindow window) => new()
    {
        ["series"] = series,
        ["labels"] = labels.ToData(),
        ["from"] = window.From.ToUniversalTime(),
        ["to"] = window.To.ToUniversalTime(),
    };

    private static DataObject Document(string series, Scope labels, TimeWindow window, IReadOnlyList<MetricSampleValue> samples)
    {
        var document = Query(series, labels, window);
        document["samples"] = new DataArray(samples.Select(sample => new DataObject
        {
            ["labels"] = new DataObject(sample.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => KeyValuePair.Create(l.Key, (object?)l.Value))),
            ["at"] = sample.At.ToUniversalTime(),
            ["value"] = sample.Value,
        }));
        return document;
    }
}
