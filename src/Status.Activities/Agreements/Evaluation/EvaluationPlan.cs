using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>Chooses the windows of an evaluation.</summary>
internal static class EvaluationPlan
{
    /// <summary>
    /// For each element the windows that ended since it was last evaluated, so that each window gets its final result, then the one that is still
    /// open. With a window in the request, that one alone.
    /// </summary>
    public static List<PlannedWindow> Create(EvaluationRequest request, IReadOnlyList<GuaranteeState> states, int mostClosed)
    {
        var evaluated = states.ToDictionary(state => (state.GuaranteeId, state.Scope.Key), state => state.EvaluatedUntil);
        var plan = new List<PlannedWindow>();
        foreach (var guarantee in request.Agreement.Guarantees)
        {
            if (request.Guarantees?.Contains(guarantee.Id) == false) continue;
            foreach (var element in guarantee.Elements)
            {
                if (request.Window is { } asked)
                {
                    Add(asked);
                    continue;
                }

                if (evaluated.TryGetValue((guarantee.Id, element.Scope.Key), out var since))
                {
                    foreach (var closed in element.Calendar.EndedIn(since, request.At, mostClosed)) Add(closed);
                }

                if (element.Calendar.At(request.At) is { } open) Add(open);

                void Add(TimeWindow window)
                {
                    var until = window.To < request.At ? window.To : request.At;
                    if (until > window.From) plan.Add(new(guarantee, element, window, until));
                }
            }
        }

        return plan;
    }
}

/// <summary>A window of an element, and how far data counts in it.</summary>
internal sealed record PlannedWindow(Guarantee Guarantee, GuaranteeElement Element, TimeWindow Window, DateTimeOffset Until)
{
    /// <summary>The part of the window that lies in the past of the evaluation.</summary>
    public TimeWindow Past => new(Window.From, Until);
}
