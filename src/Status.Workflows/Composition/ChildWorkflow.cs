using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Starts other workflows: their start is accepted work in the commit of this burst, with ids derived from the idempotency key.</summary>
internal static class ChildWorkflow
{
    /// <summary>Finds what to start; a workflow that is not published faults the activity before anything is accepted.</summary>
    /// <exception cref="InvalidOperationException">No such workflow is published.</exception>
    public static async ValueTask<string> RequireAsync(ActivityExecutionContext context, string? definitionId)
    {
        if (string.IsNullOrEmpty(definitionId)) throw new InvalidOperationException("No workflow is given.");
        return await context.GetRequiredService<IPlanSource>().GetPublishedAsync(definitionId, context.CancellationToken) is null
            ? throw new InvalidOperationException($"There is no published workflow '{definitionId}'.")
            : definitionId;
    }

    /// <summary>Has a child started; returns its run id.</summary>
    /// <param name="context">The activity that starts it.</param>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="correlationId">Correlation id of the child.</param>
    /// <param name="input">Inputs of the child.</param>
    /// <param name="replyOf">What this run waits for, made from the id of the child; <c>null</c> when it does not wait.</param>
    /// <param name="suffix">Tells several children of one activity apart.</param>
    public static string Start(
        ActivityExecutionContext context, string definitionId, string? correlationId, DataObject? input, Func<string, ParentReply>? replyOf, string suffix = "")
    {
        var run = ((NodeExecution)context).Run;
        var key = KeyOf((NodeExecution)context) + suffix;
        var child = IdGenerator.Derive("child", key);
        context.Enqueue(new InboxItem
        {
            Id = IdGenerator.Derive("child-start", key),
            Kind = InboxItemKind.Start,
            InstanceId = child,
            DefinitionId = definitionId,
            CorrelationId = string.IsNullOrEmpty(correlationId) ? null : correlationId,
            ParentInstanceId = context.WorkflowInstanceId,
            ReplyTo = replyOf?.Invoke(child),
            Payload = new DataObject(input ?? []) { ["ParentInstanceId"] = context.WorkflowInstanceId },
            Cause = run.Cause,
            Depth = run.Cause > 0 ? Math.Max(0, run.Depth - 1) : run.Depth,
        });
        return child;
    }

    /// <summary>What ids of the children of an execution are made of: another key after those it had were given up, so that its retry starts others.</summary>
    public static string KeyOf(NodeExecution execution) =>
        execution.ExtrasOrNull is { Restarts: > 0 and var restarts } ? $"{execution.GetIdempotencyKey()}#{restarts}" : execution.GetIdempotencyKey();

    /// <summary>Whether a result that an activity faulted on is to be given to its retry: that of a child that ran, not the refusal to start one.</summary>
    public static bool IsToRepeat(DataObject stimulus) => !stimulus.ContainsKey(ChildResult.Refusal);

    /// <summary>Waits for a child.</summary>
    public static void Wait(ActivityExecutionContext context, string child, ExecuteActivityDelegate onEnded) =>
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = ChildResult.StimulusName, Stimulus = ChildResult.Payload(child), Callback = onEnded });

    /// <summary>Faults the activity when the child could not be started.</summary>
    /// <exception cref="InvalidOperationException">It could not.</exception>
    public static void RequireStarted(ActivityExecutionContext context)
    {
        if (context.StimulusInput?[ChildResult.Refusal] is not string reason) return;
        ((NodeExecution)context).Extras.Restarts++;
        throw new InvalidOperationException($"The workflow could not be started. {reason}");
    }
}
