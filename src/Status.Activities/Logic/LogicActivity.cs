using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Logic;

/// <summary>Joins two verdicts of one run. Both are inputs, so nothing is paired by the order in which it arrives.</summary>
internal abstract class LogicActivity : CodeActivity<bool?>
{
    [Input(Description = "The first verdict: true, false or empty when not determined.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", Order = 1)]
    public Input<bool?>? A { get; set; }

    [Input(Description = "The second verdict: true, false or empty when not determined.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", Order = 2)]
    public Input<bool?>? B { get; set; }

    [Input(Description = "What the observation is called.", UIHint = InputUIHints.SingleLine, Order = 3)]
    public Input<string?>? Key { get; set; }

    [Output(Description = "The observation {id, key, value, result}.")]
    public Output<DataObject>? Evidence { get; set; }

    /// <summary>The verdict of Kleene's logic: what is not determined decides nothing that the other side has not decided.</summary>
    protected abstract bool? Join(bool? a, bool? b);

    protected sealed override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var (a, b) = (context.Get(A), context.Get(B));
        var result = Join(a, b);
        var key = context.Get(Key) is { Length: > 0 } given ? given : GetType().Name;
        context.Set(Result, result);
        context.Set(Evidence, Observation.Of(context.GetIdempotencyKey(), key, new DataObject { ["a"] = a, ["b"] = b }, result));
        await context.CompleteActivityWithOutcomesAsync(result switch { true => "True", false => "False", null => "NotDetermined" });
    }
}
