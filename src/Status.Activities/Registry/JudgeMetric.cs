using System.Globalization;
using Status.Activities.Compliance;
using Status.Activities.Registry.Computations;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry;

/// <summary>
/// Judges a metric as a control's parameters say: one aggregate of one series over the control's window must satisfy a condition. Gives
/// the verdict and the observation it rests on.
/// </summary>
[Activity("Status", "Registry", "Judges a metric by a control's parameters (series, aggregate, condition) over its window, and gives verdict and evidence.")]
[FlowNode("Fulfilled", "Violated", "NotDetermined")]
public sealed class JudgeMetric : CodeActivity<string>
{
    /// <summary>The control's parameters.</summary>
    [Input(
        Description = "The control's parameters: series, aggregate (default avg), condition such as '<= 90', and optionally labels, scale, good (for ratio), lookbackMinutes.",
        UIHint = InputUIHints.JsonEditor,
        IsRequired = true)]
    public Input<object?>? Parameters { get; set; }

    /// <summary>The window.</summary>
    [Input(Description = "The window {from, to} to look at; lookbackMinutes replaces its beginning. Default: the minute before now.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Window { get; set; }

    /// <summary>The digest of collected evidence.</summary>
    [Input(Description = "SHA-256 of the stored evidence that belongs to this judgement. Optional.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? EvidenceDigest { get; set; }

    /// <summary>The number.</summary>
    [Output(Description = "The number that was judged; empty when there was no data.")]
    public Output<object>? Value { get; set; }

    /// <summary>The observation.</summary>
    [Output(Description = "The evidence: a list with one {id, key, value, result, from, to, digest}; empty when there was no data.")]
    public Output<DataArray>? Evidences { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var parameters = context.Get(Parameters) as IReadOnlyDictionary<string, object?>
            ?? throw new InvalidOperationException("Judge Metric needs the control's parameters as an object.");
        var condition = ConditionText.TryParse(Text(parameters, "condition"), out MetricCondition? given)
            ? given!
            : throw new InvalidOperationException($"The parameter 'condition' is '{Text(parameters, "condition")}'; write a comparison and a number, such as '<= 90'.");
        var query = Query(parameters, ReadWindow(context, parameters));
        var answer = (await context.GetRequiredService<IMetricWindows>().QueryAsync([query], context.CancellationToken))[0];
        var value = answer.Value is { } number && double.IsFinite(number) ? number * (double)(Values.Decimal(parameters.GetValueOrDefault("scale")) ?? 1) : (double?)null;
        var truth = value is { } measured ? condition.Accepts(measured) : (bool?)null;
        var evidence = new EvidenceItem(
            IdGenerator.Derive("observation", context.GetIdempotencyKey()), query.Series, value, truth, query.Window,
            context.Get(EvidenceDigest) is { Length: > 0 } digest ? digest : null);
        context.Set(Value, value);
        // No data is no observation: it must show as such, not as one that failed.
        context.Set(Evidences, truth is null ? [] : new DataArray([EvidenceData.ToData(evidence)]));
        var verdict = VerdictText.FromTruth(truth);
        context.Set(Result, verdict.ToText());
        context.JournalData["Value"] = value;
        context.JournalData["Samples"] = (double)answer.Samples;
        await context.CompleteActivityWithOutcomesAsync(verdict.ToString());
    }

    private static TimeWindow ReadWindow(ActivityExecutionContext context, IReadOnlyDictionary<string, object?> parameters)
    {
        var now = context.TimeProvider.GetUtcNow();
        var window = Values.Window(context.Get(((JudgeMetric)context.Activity).Window)) ?? new TimeWindow(now.AddMinutes(-1), now);
        return Values.Decimal(parameters.GetValueOrDefault("lookbackMinutes")) is > 0 and <= 1_000_000 and var minutes
            ? window with { From = window.To.AddMinutes(-(double)minutes) }
            : window;
    }

    private static MetricWindowQuery Query(IReadOnlyDictionary<string, object?> parameters, TimeWindow window)
    {
        var series = Text(parameters, "series") is { Length: > 0 } name ? name : throw new InvalidOperationException("The parameter 'series' is missing.");
        var text = Text(parameters, "aggregate") is { Length: > 0 } word ? word : "avg";
        if (!AggregateName.TryParse(text, out var aggregate))
            throw new InvalidOperationException($"The parameter 'aggregate' is '{text}'; known are {AggregateName.All}.");
        var labels = (parameters.GetValueOrDefault("labels") as IReadOnlyDictionary<string, object?> ?? new DataObject())
            .ToDictionary(label => label.Key, label => Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);
        MetricCondition? good = null;
        if (Text(parameters, "good") is { Length: > 0 } sentence && !ConditionText.TryParse(sentence, out good))
            throw new InvalidOperationException($"The parameter 'good' is '{sentence}'; write a comparison and a number, such as '<= 500'.");
        return new(series, labels, window, aggregate, good);
    }

    private static string? Text(IReadOnlyDictionary<string, object?> parameters, string name) => parameters.GetValueOrDefault(name) as string;
}
