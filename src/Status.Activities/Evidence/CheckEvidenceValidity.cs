using Status.Workflows.Authoring;

namespace Status.Activities.Evidence;

/// <summary>Says whether a piece of evidence counts.</summary>
[Activity("Status", "Evidence", "Says whether a piece of evidence counts at an instant: valid, not yet valid, expired or too old.")]
[FlowNode("Valid", "NotYetValid", "Expired", "TooOld", "Missing")]
internal sealed class CheckEvidenceValidity : CodeActivity<bool>
{
    [Input(Description = "The evidence as StoreEvidence or FindEvidence gave it.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Evidence { get; set; }

    [Input(Description = "The instant that is asked about; now when empty.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? At { get; set; }

    [Input(Description = "The greatest age allowed; empty for any.", UIHint = InputUIHints.SingleLine)]
    public Input<TimeSpan?>? MaxAge { get; set; }

    [Output(Description = "The outcome as a word.")]
    public Output<string>? State { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var at = context.Get(At) ?? context.TimeProvider.GetUtcNow();
        var maxAge = context.Get(MaxAge) is { } age && age > TimeSpan.Zero ? age : (TimeSpan?)null;
        var validity = context.Get(Evidence) is IReadOnlyDictionary<string, object?> evidence && Time(evidence, "collectedAt") is { } collectedAt
            ? ValidityRule.Decide(collectedAt, Time(evidence, "validFrom") ?? collectedAt, Time(evidence, "validUntil"), at, maxAge)
            : EvidenceValidity.Missing;
        context.Set(Result, validity == EvidenceValidity.Valid);
        context.Set(State, validity.ToString());
        await context.CompleteActivityWithOutcomesAsync(validity.ToString());
    }

    private static DateTimeOffset? Time(IReadOnlyDictionary<string, object?> members, string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        DateTimeOffset time => time,
        string text when DateTimeOffset.TryParse(text, out var time) => time,
        _ => throw new FormatException($"The evidence's {name} is not a time."),
    };
}
