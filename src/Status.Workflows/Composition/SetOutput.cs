using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>SetOutput</c>.</summary>
[Activity("Elsa", "Composition", "Gives an output of the workflow a value.")]
internal sealed class SetOutput : CodeActivity
{
    [Input(Description = "Name of the output.", UIHint = InputUIHints.OutputPicker, IsRequired = true)]
    public Input<string>? OutputName { get; set; }

    [Input(Description = "The value.", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? OutputValue { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var name = context.Get(OutputName);
        if (string.IsNullOrEmpty(name)) throw new InvalidOperationException("The name of the output is empty.");
        ((NodeExecution)context).SetWorkflowOutput(name, context.Get(OutputValue));
        return context.CompleteActivityAsync();
    }
}
