using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Validation;

/// <summary>Compares a member of an object with what is expected.</summary>
[Activity("Status", "Validation", "Compares a member of an object (a.b[0]) with the value expected, without turning text into numbers.")]
[FlowNode("True", "False", "Missing")]
internal sealed class CheckProperty : CodeActivity<bool>
{
    [Input(Description = "The object.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Subject { get; set; }

    [Input(Description = "Path of the member, such as status or items[0].state.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Property { get; set; }

    [Input(Description = "The value expected, of the same kind: 3 is not \"3\".", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? ExpectedValue { get; set; }

    [Output(Description = "The observation {id, key, value, result}.")]
    public Output<DataObject>? Evidence { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var path = context.Get(Property);
        var isThere = PropertyPath.TryFollow(context.Get(Subject), path, out var value);
        var result = isThere && StrictEquality.AreEqual(value, context.Get(ExpectedValue));
        context.Set(Result, result);
        context.Set(Evidence, Observation.Of(context.GetIdempotencyKey(), path!, value, result));
        await context.CompleteActivityWithOutcomesAsync(!isThere ? "Missing" : result ? "True" : "False");
    }
}
