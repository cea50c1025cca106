using Status.Activities.Agreements.Objectives;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>Evaluates one objective over numbers that the workflow has.</summary>
[Activity("Status", "Agreements", "Evaluates an objective such as 'LATENCY <= 500 && ERRORS == 0' over given numbers; a missing number is not determined.")]
[FlowNode("Fulfilled", "Violated", "NotDetermined")]
public sealed class EvaluateObjective : CodeActivity<string>
{
    /// <summary>The condition.</summary>
    [Input(Description = "The condition over metric names.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Objective { get; set; }

    /// <summary>The numbers.</summary>
    [Input(Description = "The numbers by metric name, an object; names with an aggregate as they stand in the objective, such as p95(LATENCY).", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Metrics { get; set; }

    /// <summary>Why it is not determined.</summary>
    [Output(Description = "Why the objective is not determined; empty otherwise.")]
    public Output<string>? Reason { get; set; }

    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (!Objectives.Objective.TryParse(context.Get(Objective) ?? "", out var objective, out var problems))
            throw new InvalidOperationException($"The objective is wrong: {string.Join(" ", problems)}");
        var metrics = context.Get(Metrics) as IReadOnlyDictionary<string, object?> ?? new DataObject();
        var readings = objective!.Metrics
            .Select(use => Values.Decimal(metrics.GetValueOrDefault(use.Label) ?? metrics.GetValueOrDefault(use.Name)) is { } value
                ? new MetricReading(value)
                : new MetricReading(null, "has no value"))
            .ToArray();
        var result = objective.Evaluate(readings);
        context.Set(Result, result.Verdict.ToText());
        context.Set(Reason, result.Unknown);
        return context.CompleteActivityWithOutcomesAsync(result.Verdict.ToString());
    }
}
