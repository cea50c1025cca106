using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Scheduling;

/// <summary>Starts a workflow by a cron expression in the definition's time zone; inside a run it waits for the next time.</summary>
[Activity("Elsa", "Scheduling", "Starts the workflow by a cron expression; inside a run, waits for the next time.", DisplayName = "Cron")]
public sealed class Cron : Trigger
{
    /// <summary>Stimulus name.</summary>
    public const string StimulusName = "Elsa.Cron";

    /// <summary>Six fields: second minute hour day month weekday.</summary>
    [Input(Description = "Second minute hour day month weekday, for example 0 */5 * * * *.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string>? CronExpression { get; set; }

    /// <inheritdoc cref="Timer.MissedFires"/>
    [Input(Description = MissedTimes.Description, UIHint = InputUIHints.DropDown, Options = ["Skip", "Once", "All"], DefaultValue = "Once", Category = MissedTimes.Category)]
    public Input<MisfirePolicy>? MissedFires { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context) =>
        [new TriggerStimulus(StimulusName, new DataObject { ["CronExpression"] = context.Get(CronExpression) }, MissedTimes.Options(context, MissedFires))];

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (context.TryGetLiteral(CronExpression, out var text) && !Scheduling.CronExpression.TryParse(text, out _, out var problem))
            context.Error(nameof(CronExpression), problem);
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow) return context.CompleteActivityAsync();
        var cron = Scheduling.CronExpression.Parse(context.Get(CronExpression) ?? "");
        var due = cron.GetNextOccurrence(context.TimeProvider.GetUtcNow(), context.TimeZone)
            ?? throw new InvalidOperationException($"The cron expression '{cron}' has no next time.");
        context.CreateTimer(due, OnDue);
        return ValueTask.CompletedTask;
    }

    private static ValueTask OnDue(ActivityExecutionContext context) => context.CompleteActivityAsync();
}
