using Status.Activities.Registry.Controls;
using Status.Workflows.Scheduling;

namespace Status.Host.Api.Registry;

/// <summary>
/// Says when agreements are evaluated next by schedule: after the next check of a control they rest on, or, without controls, at the next tick of the evaluation itself.
/// The schedules are those of the published workflows <c>compliance-check</c> and <c>agreement-evaluation</c>; what other workflows start is not foreseen.
/// </summary>
internal sealed class NextEvaluations(ControlSchedule controls, ITimerStore timers, ScheduleCalculator calculator, TimeProvider time)
{
    private const string CheckDefinition = "compliance-check";
    private const string EvaluationDefinition = "agreement-evaluation";

    /// <summary>Reads controls and schedules once; the answer then serves any number of agreements.</summary>
    public async Task<EvaluationSchedule> LoadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var triggers = await timers.GetTriggersAsync(cancellationToken);
        var checks = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var scheduled in await controls.LoadAsync(null, cancellationToken))
        {
            if (scheduled.AgreementId is not { } agreement) continue;
            var next = DueControls.DueAt(scheduled, now) is { } due ? Tick(triggers, CheckDefinition, due) : null;
            var known = checks.GetValueOrDefault(agreement);
            checks[agreement] = known is null || next < known ? next ?? known : known;
        }

        return new(checks, Tick(triggers, EvaluationDefinition, now));
    }

    /// <summary>The first tick of a definition's schedules at or after an instant.</summary>
    private DateTimeOffset? Tick(IReadOnlyList<TriggerTimer> triggers, string definition, DateTimeOffset from) => triggers
        .Where(timer => timer.DefinitionId == definition)
        .Select(timer => timer.Due >= from ? timer.Due : calculator.NextAfter(timer, timer.Due, from.AddTicks(-1)))
        .Min();
}

/// <summary>When agreements are evaluated next.</summary>
/// <param name="Checks">The next check of those that rest on controls.</param>
/// <param name="WithoutControls">The next evaluation of all others.</param>
internal sealed record EvaluationSchedule(IReadOnlyDictionary<string, DateTimeOffset?> Checks, DateTimeOffset? WithoutControls)
{
    /// <summary>For one agreement; <c>null</c> when nothing is scheduled.</summary>
    public DateTimeOffset? For(string agreementId) => Checks.TryGetValue(agreementId, out var next) ? next : WithoutControls;
}
