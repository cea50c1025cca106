using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements;

/// <summary>
/// The states of an agreement as its current version sees them: a promise that was taken out of the agreement no longer counts, and one that was never evaluated
/// shows as not determined.
/// </summary>
public static class CurrentStates
{
    /// <summary>One state for each element of <paramref name="agreement"/>, in its order.</summary>
    public static IReadOnlyList<GuaranteeState> Of(Agreement agreement, int version, IReadOnlyList<GuaranteeState> stored)
    {
        var known = stored.ToDictionary(state => (state.GuaranteeId, state.Scope.Key));
        return
        [
            .. from guarantee in agreement.Guarantees
               from element in guarantee.Elements
               select known.GetValueOrDefault((guarantee.Id, element.Scope.Key)) ?? NotEvaluated(agreement, version, guarantee, element),
        ];
    }

    private static GuaranteeState NotEvaluated(Agreement agreement, int version, Guarantee guarantee, GuaranteeElement element) => new()
    {
        AgreementId = agreement.Id,
        AgreementVersion = version,
        GuaranteeId = guarantee.Id,
        Scope = element.Scope,
        Verdict = Verdict.NotDetermined,
        Standing = Verdict.NotDetermined,
        Objective = element.Objective.Text,
        Metrics = new Dictionary<string, decimal?>(),
        Reason = "Not determined: not evaluated yet.",
        Window = default,
        EvaluatedUntil = default,
    };
}
