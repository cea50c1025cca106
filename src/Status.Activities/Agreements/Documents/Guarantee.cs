using Status.Activities.Agreements.Objectives;
using Status.Activities.Compliance;
using Status.Activities.Compliance.Windows;

namespace Status.Activities.Agreements.Documents;

/// <summary>A promise of an agreement.</summary>
/// <param name="Id">Its id, unique in the agreement.</param>
/// <param name="Description">What is promised.</param>
/// <param name="Severity">How bad a violation is, in the author's words; <c>null</c> when not given.</param>
/// <param name="Elements">What holds in which scope; at least one.</param>
public sealed record Guarantee(string Id, string Description, string? Severity, IReadOnlyList<GuaranteeElement> Elements);

/// <summary>A promise in one scope.</summary>
/// <param name="Scope">The scope: the guarantee's defaults overlaid by the element's values.</param>
/// <param name="Objective">The condition that must hold.</param>
/// <param name="Metrics">Where each of the objective's metrics comes from, in the order of <see cref="Objective.Metrics"/>.</param>
/// <param name="Window">The windows it must hold in.</param>
public sealed record GuaranteeElement(
    Scope Scope, Objective Objective, IReadOnlyList<AgreementMetric> Metrics, WindowRule Window)
{
    /// <summary>Places the windows.</summary>
    public WindowCalendar Calendar { get; } = new(Window);
}
