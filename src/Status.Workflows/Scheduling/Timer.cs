using System.Globalization;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Scheduling;

/// <summary>Starts a workflow every interval; inside a run it waits for one interval.</summary>
[Activity("Elsa", "Scheduling", "Starts the workflow every interval; inside a run, waits for the interval.", DisplayName = "Timer")]
public sealed class Timer : Trigger
{
    /// <summary>Stimulus name.</summary>
    public const string StimulusName = "Elsa.Timer";

    /// <summary>The interval; one minute when not given.</summary>
    [Input(Description = "The interval, as [d.]hh:mm:ss; at least one second.", UIHint = InputUIHints.SingleLine, DefaultValue = "00:01:00")]
    public Input<TimeSpan>? Interval { get; set; }

    /// <summary>What happens with times that were missed while no host ran.</summary>
    [Input(Description = MissedTimes.Description, UIHint = InputUIHints.DropDown, Options = ["Skip", "Once", "All"], DefaultValue = "Once", Category = MissedTimes.Category)]
    public Input<MisfirePolicy>? MissedFires { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context) =>
        [new TriggerStimulus(StimulusName, new DataObject { ["Interval"] = Or(context.Get(Interval)).ToString("c", CultureInfo.InvariantCulture) }, MissedTimes.Options(context, MissedFires))];

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (context.TryGetLiteral(Interval, out var interval) && interval < TimeSpan.FromSeconds(1))
            context.Error(nameof(Interval), "The interval is at least one second (00:00:01).");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow) return context.CompleteActivityAsync();
        context.CreateTimer(context.TimeProvider.GetUtcNow() + Or(context.Get(Interval)), OnDue);
        return ValueTask.CompletedTask;
    }

    private static TimeSpan Or(TimeSpan interval) => interval == TimeSpan.Zero ? TimeSpan.FromMinutes(1) : interval;

    private static ValueTask OnDue(ActivityExecutionContext context) => context.CompleteActivityAsync();
}
