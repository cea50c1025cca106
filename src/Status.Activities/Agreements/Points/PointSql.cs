using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements.Points;

/// <summary>The statements that change points and states. Rows travel as one array for each column.</summary>
internal static class PointSql
{
    private const string Names =
        "agreement_id, agreement_version, guarantee_id, scope_key, scope, window_from, window_to, evaluated_until, verdict, value, objective, metrics, reason, computation_group";

    private const string Rows = """
        (select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::json[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
            $9::text[], $10::numeric[], $11::text[], $12::jsonb[], $13::text[], $14::text[])) as r (
        """ + Names + ")";

    private const string Overwrite = """
        agreement_version = excluded.agreement_version, verdict = excluded.verdict, value = excluded.value, objective = excluded.objective,
        metrics = excluded.metrics, reason = excluded.reason, window_from = excluded.window_from, window_to = excluded.window_to,
        evaluated_until = excluded.evaluated_until, computation_group = excluded.computation_group
        """;

    /// <summary>A window's point is replaced by an evaluation that saw as much of it or more.</summary>
    public const string UpsertPoints = $"""
        insert into registry.points as p (id, {Names})
        select * from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::json[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
            $10::text[], $11::numeric[], $12::text[], $13::jsonb[], $14::text[], $15::text[])
        on conflict (agreement_id, guarantee_id, scope_key, window_to) do update set {Overwrite}
        where p.evaluated_until <= excluded.evaluated_until
        """;

    /// <summary>Applies only when the promise did not stand broken and nobody evaluated later data.</summary>
    public const string Violate = $"""
        insert into registry.guarantee_states as s ({Names}, standing, since)
        select {Names}, 'violated', evaluated_until from {Rows}
        on conflict (agreement_id, guarantee_id, scope_key) do update set {Overwrite}, standing = 'violated', since = excluded.since
        where s.evaluated_until < excluded.evaluated_until and s.standing <> 'violated'
        """;

    /// <summary>Applies only when the promise stood broken and nobody evaluated later data.</summary>
    public const string Restore = $"""
        update registry.guarantee_states s set agreement_version = r.agreement_version, verdict = r.verdict, value = r.value, objective = r.objective,
            metrics = r.metrics, reason = r.reason, window_from = r.window_from, window_to = r.window_to, evaluated_until = r.evaluated_until,
            computation_group = r.computation_group, standing = 'fulfilled', since = r.evaluated_until
        from {Rows}
        where s.agreement_id = r.agreement_id and s.guarantee_id = r.guarantee_id and s.scope_key = r.scope_key
            and s.evaluated_until < r.evaluated_until and s.standing = 'violated'
        """;

    /// <summary>
    /// Refreshes states whose standing stays as it is, and makes the first ones. A row whose standing another evaluation changed meanwhile is left alone:
    /// to overwrite it would swallow an announcement. The next evaluation sees it.
    /// </summary>
    public const string SetStates = $"""
        insert into registry.guarantee_states as s ({Names}, standing, since)
        select {Names}, case verdict when 'not-determined' then 'none' else verdict end, case verdict when 'not-determined' then null else evaluated_until end
        from {Rows} where verdict <> 'violated' or exists (select 1 from registry.guarantee_states e
            where e.agreement_id = r.agreement_id and e.guarantee_id = r.guarantee_id and e.scope_key = r.scope_key)
        on conflict (agreement_id, guarantee_id, scope_key) do update set {Overwrite},
            standing = case excluded.standing when 'none' then s.standing else excluded.standing end,
            since = case when excluded.standing = 'none' or excluded.standing = s.standing then s.since else excluded.since end
        where s.evaluated_until < excluded.evaluated_until
            and (excluded.standing in ('none', s.standing) or (s.standing = 'none' and excluded.standing = 'fulfilled'))
        """;

    /// <summary>An evaluation is recorded, and announced, once.</summary>
    public const string InsertEvaluation = """
        insert into registry.evaluations (id, agreement_id, agreement_version, evaluated_at, computation_group, instance_id, fulfilled, violated, not_determined)
        values ($1, $2, $3, $4, $5::text, $6::text, $7, $8, $9) on conflict (id) do nothing
        """;

    /// <summary>The parameters for <c>$1 … $14</c>.</summary>
    public static IReadOnlyList<object?> Columns(IReadOnlyList<Point> points) =>
    [
        Column(points, point => point.AgreementId),
        Column(points, point => point.AgreementVersion),
        Column(points, point => point.GuaranteeId),
        Column(points, point => point.Scope.Key),
        Column(points, point => DataJson.ToJson(point.Scope.ToData())),
        Column(points, point => point.Window.From.ToUniversalTime()),
        Column(points, point => point.Window.To.ToUniversalTime()),
        Column(points, point => point.EvaluatedUntil.ToUniversalTime()),
        Column(points, point => point.Verdict.ToText()),
        Column(points, point => point.Value),
        Column(points, point => point.Objective),
        Column(points, point => JsonSerializer.Serialize(point.Metrics)),
        Column(points, point => point.Reason),
        Column(points, point => point.ComputationGroup),
    ];

    /// <summary>The points' ids: functions of what makes a point unique.</summary>
    public static Guid[] Ids(IReadOnlyList<Point> points) => Column(points, Id);

    /// <inheritdoc cref="Ids"/>
    public static Guid Id(Point point)
    {
        var text = string.Join('\u001f', point.AgreementId, point.GuaranteeId, point.Scope.Key, $"{point.Window.To.UtcTicks}");
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        // RFC 9562 version 8: a UUID whose bits are the application's.
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }

    private static T[] Column<T>(IReadOnlyList<Point> points, Func<Point, T> select) => [.. points.Select(select)];
}
