using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Logic;

/// <summary>Compares two numbers.</summary>
[Activity("Status", "Logic", "True when A is less than B; not determined when one of them is missing.")]
[FlowNode("True", "False", "NotDetermined")]
internal sealed class LesserThan : CodeActivity<bool?>
{
    [Input(Description = "The number that should be less; empty when unknown. Text that is no number faults.", UIHint = InputUIHints.SingleLine, Order = 1)]
    public Input<decimal?>? A { get; set; }

    [Input(Description = "The number that should be greater; empty when unknown. Text that is no number faults.", UIHint = InputUIHints.SingleLine, Order = 2)]
    public Input<decimal?>? B { get; set; }

    [Input(Description = "What the observation is called.", UIHint = InputUIHints.SingleLine, Order = 3)]
    public Input<string?>? Key { get; set; }

    [Output(Description = "The observation {id, key, value, result}.")]
    public Output<DataObject>? Evidence { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var (a, b) = (context.Get(A), context.Get(B));
        bool? result = a is { } left && b is { } right ? left < right : null;
        var key = context.Get(Key) is { Length: > 0 } given ? given : "LesserThan";
        context.Set(Result, result);
        context.Set(Evidence, Observation.Of(context.GetIdempotencyKey(), key, new DataObject { ["a"] = a, ["b"] = b }, result));
        await context.CompleteActivityWithOutcomesAsync(result switch { true => "True", false => "False", null => "NotDetermined" });
    }
}
