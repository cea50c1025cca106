using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Scheduling;

/// <summary>Starts a workflow once, at a time; inside a run it waits for that time.</summary>
[Activity("Elsa", "Scheduling", "Starts the workflow once, at a time; inside a run, waits for the time.", DisplayName = "Start At")]
public sealed class StartAt : Trigger
{
    /// <summary>Stimulus name.</summary>
    public const string StimulusName = "Elsa.StartAt";

    /// <summary>The time.</summary>
    [Input(Description = "The time, with an offset: 2027-01-31T09:00:00+01:00. A time that has passed starts nothing; a run does not wait for it.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<DateTimeOffset>? DateTime { get; set; }

    /// <inheritdoc cref="Timer.MissedFires"/>
    [Input(Description = MissedTimes.Description, UIHint = InputUIHints.DropDown, Options = ["Skip", "Once", "All"], DefaultValue = "Once", Category = MissedTimes.Category)]
    public Input<MisfirePolicy>? MissedFires { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context) =>
        [new TriggerStimulus(StimulusName, new DataObject { ["ExecuteAt"] = context.Get(DateTime).ToUniversalTime() }, MissedTimes.Options(context, MissedFires))];

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var due = context.Get(DateTime);
        if (context.IsTriggerOfWorkflow || due <= context.TimeProvider.GetUtcNow()) return context.CompleteActivityAsync();
        context.CreateTimer(due.ToUniversalTime(), OnDue);
        return ValueTask.CompletedTask;
    }

    private static ValueTask OnDue(ActivityExecutionContext context) => context.CompleteActivityAsync();
}
