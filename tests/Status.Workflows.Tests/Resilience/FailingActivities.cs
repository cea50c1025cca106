using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Resilience;

/// <summary>Fails a number of times after it has enlisted its effects, then succeeds.</summary>
[Activity("Test", "Tests", "Fails some times.", Kind = ActivityKind.Task)]
public sealed class FailSometimes : CodeActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var failures = context.GetRequiredService<Failures>();
        var key = context.GetIdempotencyKey();
        failures.Keys.Add(key);
        context.Enlist(new Write(key, "select 1"));
        context.Emit(new FactDraft("test.done", new DataObject(), key));
        if (failures.Left == 0) return default;
        failures.Left--;
        throw failures.Make();
    }
}

/// <summary>Waits until it is cancelled.</summary>
[Activity("Test", "Tests", "Waits until it is cancelled.")]
public sealed class WorkForever : CodeActivity
{
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.GetRequiredService<Failures>().Begun.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}

/// <summary>Holds an activity and goes on, not in the same turn of the thread, when it has completed.</summary>
[Activity("Test", "Tests", "Goes on later.")]
public sealed class GoOnLater : Activity
{
    [Port]
    public Activity? Body { get; set; }

    [Input]
    public Input<bool>? Throws { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.ScheduleActivityAsync(Body, OnCompletedAsync);

    private async ValueTask OnCompletedAsync(ActivityExecutionContext context)
    {
        await Task.Yield();
        if (context.Get(Throws)) throw new InvalidOperationException("thrown later");
        await context.CompleteActivityAsync();
    }
}

/// <summary>What the activities above do and remember.</summary>
public sealed class Failures
{
    public int Left { get; set; }

    public Func<Exception> Make { get; set; } = () => new InvalidOperationException("not yet");

    public List<string> Keys { get; } = [];

    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
