using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

/// <summary>Enlists a write and a fact that carry the idempotency key.</summary>
[Activity("Test", "Tests", "Leaves a write and a fact.")]
public sealed class Leave : CodeActivity
{
    [Input(DefaultValue = "test.left")]
    public Input<string>? Fact { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var key = context.GetIdempotencyKey();
        context.Enlist(new Write(key, "select 1"));
        context.Emit(new FactDraft(context.Get(Fact)!, new DataObject { ["item"] = context.GetVariable("CurrentValue") }, key));
        return default;
    }
}

/// <summary>Waits for something outside the engine while the burst goes on; counts how often it was begun and with which key.</summary>
[Activity("Test", "Tests", "Waits for the gate.")]
public sealed class PassGate : CodeActivity
{
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var gate = context.GetRequiredService<Gate>();
        gate.Keys.Add(context.GetIdempotencyKey());
        context.SetVariable("passed", true);
        await gate.Open.Task;
    }
}

public sealed class Gate
{
    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Keys { get; } = [];
}

/// <summary>Throws.</summary>
[Activity("Test", "Tests", "Throws.")]
public sealed class Throw : CodeActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => throw new InvalidOperationException("broken");
}

/// <summary>Gives back the object it gets.</summary>
[Activity("Test", "Tests", "Gives back an object.")]
public sealed class Echo : CodeActivity
{
    [Input(UIHint = InputUIHints.Dictionary)]
    public Input<object?>? Labels { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.SetVariable("echo", DataJson.ToJson(context.Get(Labels)));
        return default;
    }
}

/// <summary>Completes through the ports that its plan gives for the visit, after a delay or at once.</summary>
[Activity("Test", "Tests", "Does what its plan says.")]
public sealed class Step : CodeActivity
{
    [Input]
    public Input<int> Number { get; set; } = new(0);

    [Input]
    public Input<DataArray>? Plan { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.GetRequiredService<StepLog>().Begun.Add(Number.Get(context));
        if (Visit(context)?["delay"] is not double delay || delay == 0) return CompleteAsync(context);
        context.CreateTimer(context.TimeProvider.GetUtcNow().AddMilliseconds(delay), CompleteAsync);
        return default;
    }

    private ValueTask CompleteAsync(ActivityExecutionContext context) => Visit(context)?["faults"] is true
        ? throw new InvalidOperationException("as planned")
        : context.CompleteActivityWithOutcomesAsync([.. (Visit(context)?["ports"] as DataArray ?? []).Select(p => (string)p!)]);

    private DataObject? Visit(ActivityExecutionContext context)
    {
        var key = context.GetIdempotencyKey();
        var visit = int.Parse(key[(key.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        var plan = context.Get(Plan)!;
        return visit <= plan.Count ? (DataObject)plan[visit - 1]! : null;
    }
}

public sealed class StepLog
{
    public List<int> Begun { get; } = [];
}

/// <summary>Gives its input back as its result and leaves something in the journal.</summary>
[Activity("Test", "Tests", "Tells what it is given.")]
public sealed class Tell : CodeActivity<object>
{
    [Input]
    public Input<string?>? Text { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.Get(Text));
        context.JournalData["Extra"] = "x";
        return default;
    }
}
