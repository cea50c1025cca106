using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts.Storage;

/// <summary>The statements that change alerts. What was read before decides nothing: each carries its own condition.</summary>
internal static class AlertWrites
{
    // Locks the condition's row until the commit: a violation and its restoration take turns here.
    private const string LockCondition =
        """
        insert into alerts.conditions (fingerprint, cleared_at) values ($1, $2)
        on conflict (fingerprint) do update set cleared_at = greatest(alerts.conditions.cleared_at, excluded.cleared_at)
        """;

    /// <summary>Opens the alert unless its condition has an open one or was cleared at or after the time observed.</summary>
    public static IEnumerable<Write> Raise(Alert alert, string key)
    {
        yield return new Write(key + "/condition", LockCondition, alert.Fingerprint, DateTimeOffset.UnixEpoch);
        yield return new Write(
            key,
            """
            insert into alerts.alerts (id, fingerprint, state, severity, title, source, agreement_id, guarantee_id, scope, details,
                observed_at, opened_at, last_seen_at, instance_id)
            select $1, $2, 'firing', $3, $4, $5, $6::text, $7::text, $8, $9, $10, $11, $11, $12
            where not exists (select 1 from alerts.conditions c where c.fingerprint = $2 and c.cleared_at >= $10)
            on conflict do nothing
            """,
            alert.Id, alert.Fingerprint, alert.Severity, alert.Title, alert.Source, alert.AgreementId, alert.GuaranteeId,
            new JsonParameter(DataJson.ToJson(alert.Scope.ToData())), new JsonParameter(DataJson.ToJson(alert.Details)),
            alert.ObservedAt.ToUniversalTime(), alert.OpenedAt.ToUniversalTime(), alert.InstanceId)
        {
            FactsIfApplied = [new FactDraft(AlertFacts.Raised, alert.ToData(), alert.Id)],
        };
        yield return new Write(
            key + "/event",
            "insert into alerts.events (alert_id, key, at, kind, actor, text) select id, $2, $3, 'raised', $4, $5 from alerts.alerts where id = $1 on conflict do nothing",
            alert.Id, key, alert.OpenedAt.ToUniversalTime(), alert.InstanceId, alert.Title);
        // The event's key makes the count idempotent.
        yield return new Write(
            key + "/seen",
            """
            with seen as (
                insert into alerts.events (alert_id, key, at, kind, actor, text)
                select id, $3, $4, 'seen', $5, $6 from alerts.alerts where fingerprint = $1 and state <> 'resolved' and id <> $2
                on conflict do nothing returning alert_id)
            update alerts.alerts a set occurrences = a.occurrences + 1, last_seen_at = greatest(a.last_seen_at, $4)
            from seen where a.id = seen.alert_id
            """,
            alert.Fingerprint, alert.Id, key, alert.OpenedAt.ToUniversalTime(), alert.InstanceId, alert.Title);
    }

    /// <summary>
    /// Notes that the condition was over at an instant and closes the alert about what was observed up to then. <paramref name="seen"/> is the alert that was open
    /// when somebody looked: it only describes, it decides nothing.
    /// </summary>
    public static IEnumerable<Write> Resolve(
        AlertCondition condition, Alert? seen, DateTimeOffset clearedAt, DateTimeOffset now, string? resolution, string instance, string key)
    {
        var fingerprint = condition.Fingerprint;
        yield return new Write(key + "/condition", LockCondition, fingerprint, clearedAt.ToUniversalTime());
        yield return new Write(
            key,
            """
            with closed as (
                update alerts.alerts set state = 'resolved', resolved_at = $4, resolution = $5::text
                where fingerprint = $1 and state = any($2) and observed_at <= $3 returning id)
            insert into alerts.events (alert_id, key, at, kind, actor, text) select id, $6, $4, 'resolved', $7, $5::text from closed
            """,
            fingerprint, AlertTransitions.Sources(AlertState.Resolved), clearedAt.ToUniversalTime(), now.ToUniversalTime(), resolution, key, instance)
        {
            FactsIfApplied = [new FactDraft(AlertFacts.Resolved, ResolvedBody(condition, seen, now, resolution), key)],
        };
    }

    /// <summary>Takes the alert on when it is still firing.</summary>
    public static Write Acknowledge(string alertId, string by, string? comment, DateTimeOffset at, string key) => new(
        key,
        """
        with taken as (
            update alerts.alerts set state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4, comment = $5::text
            where id = $1 and state = any($2) returning id)
        insert into alerts.events (alert_id, key, at, kind, actor, text) select id, $6, $3, 'acknowledged', $4, $5::text from taken
        """,
        alertId, AlertTransitions.Sources(AlertState.Acknowledged), at.ToUniversalTime(), by, comment, key);

    /// <summary>Adds a person's words to the timeline.</summary>
    public static Write Comment(string alertId, string by, string text, DateTimeOffset at, string id) => new(
        "comment/" + id,
        "insert into alerts.events (alert_id, key, at, kind, actor, text) select id, $2, $3, 'commented', $4, $5 from alerts.alerts where id = $1 on conflict do nothing",
        alertId, "comment/" + id, at.ToUniversalTime(), by, text);

    private static DataObject ResolvedBody(AlertCondition condition, Alert? seen, DateTimeOffset now, string? resolution) => new()
    {
        ["alertId"] = seen?.Id,
        ["fingerprint"] = condition.Fingerprint,
        ["severity"] = seen?.Severity,
        ["title"] = seen?.Title ?? condition.GuaranteeId,
        ["state"] = AlertState.Resolved.ToText(),
        ["source"] = condition.Source,
        ["agreementId"] = condition.AgreementId,
        ["guaranteeId"] = condition.GuaranteeId,
        ["scope"] = condition.Scope.ToData(),
        ["resolution"] = resolution,
        ["resolvedAt"] = now,
    };
}
