using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Primitives;

/// <summary>
/// Starts a workflow on every fact with this name; inside a run it waits for the next one (with the run's correlation id, if both have one). The fact comes as stimulus
/// input: <c>type, position, key, body, at</c>; the result is its body.
/// </summary>
[Activity("Elsa", "Primitives", "Waits for an event; starts the workflow when it is a trigger.", DisplayName = "Event")]
public sealed class Event : Trigger<object>
{
    /// <summary>Stimulus name.</summary>
    public const string StimulusName = "Elsa.Event";

    /// <summary>Name of the event: the type of the fact.</summary>
    [Input(Description = "Name of the event, for example agreement.evaluated.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string>? EventName { get; set; }

    /// <summary>What identifies a stimulus for an event name.</summary>
    public static DataObject Payload(string eventName) => new() { ["EventName"] = eventName };

    /// <inheritdoc/>
    public override IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context) =>
        context.Get(EventName) is { Length: > 0 } name ? [new TriggerStimulus(StimulusName, Payload(name))] : [];

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow) return ReceiveAsync(context);
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = StimulusName, Stimulus = Payload(context.Get(EventName) ?? ""), Callback = ReceiveAsync });
        return ValueTask.CompletedTask;
    }

    private ValueTask ReceiveAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.StimulusInput?["body"]);
        return context.CompleteActivityAsync();
    }
}
