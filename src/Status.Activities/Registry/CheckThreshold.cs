using Status.Activities.Compliance;
using Status.Workflows.Authoring;

namespace Status.Activities.Registry;

/// <summary>Compares a number with a bound. A missing number is not determined: never a pass, never a failure.</summary>
[Activity("Status", "Registry", "Compares a number with a bound; a missing number is not determined.")]
[FlowNode("Fulfilled", "Violated", "NotDetermined")]
public sealed class CheckThreshold : CodeActivity<string>
{
    /// <summary>The number.</summary>
    [Input(Description = "The number to judge. Empty means there is no data.", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? Value { get; set; }

    /// <summary>The comparison that must hold.</summary>
    [Input(Description = "How the number must compare with the bound.", UIHint = InputUIHints.DropDown, Options = [">=", "<=", ">", "<", "==", "!="], DefaultValue = ">=")]
    public Input<string?>? Comparison { get; set; }

    /// <summary>The bound.</summary>
    [Input(Description = "The bound, in the number's unit.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<object?>? Threshold { get; set; }

    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var sign = context.Get(Comparison) is { Length: > 0 } given ? given : ">=";
        if (!ConditionText.TryParse(sign, out Comparison comparison))
            throw new InvalidOperationException($"'{sign}' is not a comparison; write one of >= <= > < == !=.");
        var threshold = Values.Decimal(context.Get(Threshold)) ?? throw new InvalidOperationException("Check Threshold needs a number as its bound.");
        var verdict = VerdictText.FromTruth(Values.Decimal(context.Get(Value)) is { } value ? Holds(value, comparison, threshold) : null);
        context.Set(Result, verdict.ToText());
        return context.CompleteActivityWithOutcomesAsync(verdict.ToString());
    }

    private static bool Holds(decimal value, Comparison comparison, decimal threshold) => comparison switch
    {
        Compliance.Comparison.GreaterOrEqual => value >= threshold,
        Compliance.Comparison.LessOrEqual => value <= threshold,
        Compliance.Comparison.Greater => value > threshold,
        Compliance.Comparison.Less => value < threshold,
        Compliance.Comparison.Equal => value == threshold,
        _ => value != threshold,
    };
}
