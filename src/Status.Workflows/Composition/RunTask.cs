using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>RunTask</c>: the task is listed and announced with the commit that makes the run wait for it.</summary>
[Activity("Elsa", "Primitives", "Asks somebody outside to do something, and waits for the result.")]
internal sealed class RunTask : Activity, IGetsStimulusAgain
{
    /// <summary>Stimulus name of the wait for a result.</summary>
    public const string StimulusName = "Elsa.RunTask";

    [Input(Description = "What is to be done.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string>? TaskName { get; set; }

    [Input(Description = "What whoever does it needs to know, as an object.")]
    public Input<DataObject?>? Payload { get; set; }

    [Output(Description = "Id of the task; its result is posted under this id.")]
    public Output<string>? TaskId { get; set; }

    [Output(Description = "The result.")]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    public bool IsToRepeat(DataObject stimulus) => true;

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var name = context.Get(TaskName);
        if (string.IsNullOrEmpty(name)) throw new InvalidOperationException("The name of the task is empty.");
        var id = IdGenerator.Derive("task", context.GetIdempotencyKey());
        var stimulus = new DataObject { ["TaskId"] = id, ["TaskName"] = name };
        var task = new OpenTask
        {
            Id = id,
            Name = name,
            Payload = context.Get(Payload) ?? [],
            Hash = Stimulus.Hash(StimulusName, stimulus),
            InstanceId = context.WorkflowInstanceId,
            DefinitionId = ((NodeExecution)context).Run.Plan.Definition.DefinitionId,
            CorrelationId = context.CorrelationId,
            CreatedAt = context.TimeProvider.GetUtcNow(),
        };
        context.Set(TaskId, id);
        context.JournalData["TaskId"] = id;
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = StimulusName, Stimulus = stimulus, Callback = OnCompletedAsync });
        if (List(context) is { } list) context.Enlist(list.Open(task));
        Announce(context, task);
        return default;
    }

    private ValueTask OnCompletedAsync(ActivityExecutionContext context)
    {
        if (List(context) is { } list) context.Enlist(list.Close(IdGenerator.Derive("task", context.GetIdempotencyKey())));
        context.Set(Result, context.StimulusInput?["result"]);
        return context.CompleteActivityAsync();
    }

    // A test case of a definition runs without one: there the result is given to the wait itself.
    private static ITaskStore? List(ActivityExecutionContext context) => (ITaskStore?)((NodeExecution)context).Run.Services.GetService(typeof(ITaskStore));

    private static void Announce(ActivityExecutionContext context, OpenTask task)
    {
        var data = new DataObject
        {
            ["taskId"] = task.Id,
            ["taskName"] = task.Name,
            ["taskPayload"] = task.Payload,
            ["workflowInstanceId"] = task.InstanceId,
            ["workflowDefinitionId"] = task.DefinitionId,
            ["correlationId"] = task.CorrelationId,
        };
        var key = context.GetIdempotencyKey();
        context.Emit(new FactDraft("task.requested", data, key) { CorrelationId = task.CorrelationId });
        foreach (var receiver in context.GetRequiredService<IOptions<TaskOptions>>().Value.Receivers)
        {
            var body = new DataObject { ["type"] = StimulusName, ["timestamp"] = task.CreatedAt, ["data"] = data };
            context.Emit(new FactDraft(
                "delivery.requested",
                new DataObject { ["id"] = "msg_" + IdGenerator.Derive("task", key, receiver), ["receiver"] = receiver, ["contentType"] = "application/json", ["body"] = DataJson.ToJson(body) },
                $"{key}/{receiver}"));
        }
    }
}
