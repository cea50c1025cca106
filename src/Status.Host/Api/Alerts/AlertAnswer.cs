using Status.Activities.Alerts;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Alerts;

/// <summary>An alert on the wire.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Fingerprint">Identifies the condition.</param>
/// <param name="State"><c>firing</c>, <c>acknowledged</c> or <c>resolved</c>.</param>
/// <param name="Severity"><c>critical</c>, <c>high</c>, <c>medium</c>, <c>low</c> or <c>info</c>.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Source">Who noticed it.</param>
/// <param name="AgreementId">The agreement that is broken.</param>
/// <param name="GuaranteeId">The guarantee, or another name for what is watched.</param>
/// <param name="Scope">Where.</param>
/// <param name="Details">What was known when it was raised.</param>
/// <param name="Occurrences">How often the condition was reported while it was open.</param>
/// <param name="ObservedAt">The instant the first report speaks about.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="LastSeenAt">When it was last reported.</param>
/// <param name="AcknowledgedAt">When it was acknowledged.</param>
/// <param name="AcknowledgedBy">By whom.</param>
/// <param name="Comment">What they said.</param>
/// <param name="ResolvedAt">When it was resolved.</param>
/// <param name="Resolution">Why.</param>
/// <param name="Timeline">What happened to it, oldest first; in the answer about one alert only.</param>
internal sealed record AlertAnswer(
    string Id,
    string Fingerprint,
    string State,
    string Severity,
    string Title,
    string Source,
    string? AgreementId,
    string? GuaranteeId,
    IReadOnlyDictionary<string, string> Scope,
    DataObject Details,
    long Occurrences,
    DateTimeOffset ObservedAt,
    DateTimeOffset OpenedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    string? Comment,
    DateTimeOffset? ResolvedAt,
    string? Resolution,
    IReadOnlyList<AlertEvent>? Timeline)
{
    /// <summary>The alert as it is answered.</summary>
    public static AlertAnswer From(Alert alert, IReadOnlyList<AlertEvent>? timeline = null) => new(
        alert.Id, alert.Fingerprint, alert.State.ToText(), alert.Severity, alert.Title, alert.Source, alert.AgreementId, alert.GuaranteeId,
        new Dictionary<string, string>(alert.Scope, StringComparer.Ordinal), alert.Details, alert.Occurrences, alert.ObservedAt, alert.OpenedAt, alert.LastSeenAt,
        alert.AcknowledgedAt, alert.AcknowledgedBy, alert.Comment, alert.ResolvedAt, alert.Resolution, timeline);
}
