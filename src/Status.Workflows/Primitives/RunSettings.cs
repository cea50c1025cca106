using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Primitives;

/// <summary>Elsa's <c>Correlate</c>.</summary>
[Activity("Elsa", "Primitives", "Sets the correlation id of the run.")]
internal sealed class Correlate : CodeActivity
{
    [Input(Description = "The correlation id.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string>? CorrelationId { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.CorrelationId = context.Get(CorrelationId) is { Length: > 0 } id ? id : null;
        return context.CompleteActivityAsync();
    }
}

/// <summary>Elsa's <c>SetName</c>.</summary>
[Activity("Elsa", "Primitives", "Sets the name of the run.")]
internal sealed class SetName : CodeActivity
{
    [Input(Description = "The name.", UIHint = InputUIHints.SingleLine, DefaultValue = "")]
    public Input<string>? Value { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        ((NodeExecution)context).Run.Name = context.Get(Value);
        return context.CompleteActivityAsync();
    }
}

/// <summary>Elsa's <c>Fault</c>.</summary>
[Activity("Elsa", "Primitives", "Faults the workflow.")]
internal sealed class Fault : Activity
{
    [Input(Description = "Code of the fault; 0 when empty.")]
    public Input<string?>? Code { get; set; }

    [Input(Description = "Category of the fault; General when empty.")]
    public Input<string?>? Category { get; set; }

    [Input(Description = "Type of the fault; System when empty.")]
    public Input<string?>? FaultType { get; set; }

    [Input(Description = "What went wrong.")]
    public Input<string?>? Message { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var code = context.Get(Code) is { Length: > 0 } c ? c : "0";
        context.JournalData["Code"] = code;
        context.JournalData["Category"] = context.Get(Category) is { Length: > 0 } category ? category : "General";
        context.JournalData["FaultType"] = context.Get(FaultType) is { Length: > 0 } type ? type : "System";
        throw new WorkflowFaultException(context.Get(Message) is { Length: > 0 } message ? message : $"Fault {code}.");
    }
}
