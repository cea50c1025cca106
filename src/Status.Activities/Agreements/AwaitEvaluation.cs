using Status.Activities.Agreements.Evaluation;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>
/// Waits until the agreements that rest on a run of controls are evaluated. Woken by <c>agreement.evaluated</c>; looks by itself too, since a
/// fact that was digested before the wait was committed wakes nobody.
/// </summary>
[Activity("Status", "Agreements", "Waits until the agreements that rest on a run of controls are evaluated, and gives their states.")]
[FlowNode("Done", "Timeout")]
public sealed class AwaitEvaluation : CodeActivity<DataArray>
{
    private const string EventStimulus = "Elsa.Event";
    private const string DeadlineProperty = "deadline";
    private static readonly TimeSpan _lookInterval = TimeSpan.FromSeconds(2);

    /// <summary>The run of controls.</summary>
    [Input(Description = "The computation group, from Start Computation.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? ComputationGroup { get; set; }

    /// <summary>The agreements to wait for.</summary>
    [Input(Description = "Ids of the agreements to wait for, from Find Due Controls. None: nothing to wait for.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? AgreementIds { get; set; }

    /// <summary>The longest wait.</summary>
    [Input(Description = "The longest wait, after which the outcome is Timeout. Default: one minute.", UIHint = InputUIHints.SingleLine, DefaultValue = "00:01:00")]
    public Input<TimeSpan>? Timeout { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (await CompleteWhenEvaluatedAsync(context)) return;
        var timeout = context.Get(Timeout) is var given && given > TimeSpan.Zero ? given : TimeSpan.FromMinutes(1);
        context.SetProperty(DeadlineProperty, context.TimeProvider.GetUtcNow() + timeout);
        context.CreateBookmark(new CreateBookmarkArgs
        {
            BookmarkName = EventStimulus,
            Stimulus = new DataObject { ["EventName"] = EvaluationFacts.Evaluated },
            Callback = OnEvaluatedAsync,
            AutoBurn = false,
        });
        LookAgain(context);
    }

    private async ValueTask OnEvaluatedAsync(ActivityExecutionContext context) => await CompleteWhenEvaluatedAsync(context);

    private async ValueTask OnLookAsync(ActivityExecutionContext context)
    {
        if (await CompleteWhenEvaluatedAsync(context)) return;
        if (context.TimeProvider.GetUtcNow() >= Deadline(context))
        {
            context.Set(Result, await StatesAsync(context, Agreements(context)));
            await context.CompleteActivityWithOutcomesAsync("Timeout");
            return;
        }

        LookAgain(context);
    }

    private void LookAgain(ActivityExecutionContext context)
    {
        var (next, deadline) = (context.TimeProvider.GetUtcNow() + _lookInterval, Deadline(context));
        context.CreateTimer(next < deadline ? next : deadline, OnLookAsync);
    }

    private async Task<bool> CompleteWhenEvaluatedAsync(ActivityExecutionContext context)
    {
        var agreements = Agreements(context);
        var group = context.Get(ComputationGroup) ?? "";
        var evaluated = agreements.Count == 0
            ? new HashSet<string>()
            : await context.GetRequiredService<IPointStore>().FindEvaluatedAsync(group, agreements, context.CancellationToken);
        if (evaluated.Count < agreements.Count) return false;
        context.Set(Result, await StatesAsync(context, agreements));
        await context.CompleteActivityAsync();
        return true;
    }

    private static async Task<DataArray> StatesAsync(ActivityExecutionContext context, IEnumerable<string> agreements)
    {
        var states = new DataArray();
        foreach (var agreement in agreements)
        {
            var loaded = await context.GetRequiredService<IPointStore>().LoadStatesAsync(agreement, context.CancellationToken);
            states.AddRange(loaded.Select(StateData.ToData));
        }

        return states;
    }

    private List<string> Agreements(ActivityExecutionContext context) => [.. Values.Texts(context.Get(AgreementIds)).Distinct(StringComparer.Ordinal)];

    private static DateTimeOffset Deadline(ActivityExecutionContext context) =>
        Values.Time(context.GetProperty(DeadlineProperty)) ?? context.TimeProvider.GetUtcNow();
}
