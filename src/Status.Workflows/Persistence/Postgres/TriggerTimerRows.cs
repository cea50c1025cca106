using Npgsql;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Timers of published triggers as rows.</summary>
internal static class TriggerTimerRows
{
    /// <summary>
    /// Adds the replacement of a definition's timers. A timer whose schedule did not change keeps its next time, so that publishing again neither repeats
    /// nor skips a tick.
    /// </summary>
    public static void AddReplace(NpgsqlBatch batch, string definitionId, IReadOnlyList<TriggerTimer> timers)
    {
        var ids = InboxRows.Column(timers, TimerTicks.IdOf);
        batch.Add("delete from workflows.timers where kind = 0 and definition_id = $1 and not id = any($2)").With(definitionId).With(ids);
        AheadTicks.AddForget(batch, definitionId, timers);
        if (timers.Count == 0) return;
        batch.Add("""
            insert into workflows.timers as t (id, kind, due, definition_id, activity_id, schedule, schedule_kind, time_zone, misfire)
            select id, 0, due, $1, activity_id, schedule, schedule_kind, time_zone, misfire
            from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::smallint[])
                as x(id, due, activity_id, schedule, schedule_kind, time_zone, misfire)
            on conflict (id) do update set
                due = case when (t.schedule, t.schedule_kind, t.time_zone) = (excluded.schedule, excluded.schedule_kind, excluded.time_zone)
                    then t.due else excluded.due end,
                last_tick_at = case when (t.schedule, t.schedule_kind, t.time_zone) <> (excluded.schedule, excluded.schedule_kind, excluded.time_zone)
                    and t.last_tick_at > clock_timestamp() then t.last_begun_at else t.last_tick_at end,
                schedule = excluded.schedule, schedule_kind = excluded.schedule_kind, time_zone = excluded.time_zone, misfire = excluded.misfire
            """)
            .With(definitionId).With(ids).With(InboxRows.Column(timers, t => t.Due.ToUniversalTime())).With(InboxRows.Column(timers, t => t.ActivityId))
            .With(InboxRows.Column(timers, t => t.Schedule)).With(InboxRows.Column(timers, t => (short)t.Kind))
            .With(InboxRows.Column(timers, t => t.TimeZone)).With(InboxRows.Column(timers, t => (short)t.Misfire));
    }

    /// <summary>As <see cref="Read"/>, with pause, last time, missed times and name.</summary>
    public static TriggerTimer ReadWhole(NpgsqlDataReader reader) => Read(reader) with
    {
        PausedAt = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
        PausedBy = InboxRows.Text(reader, 10),
        LastTickAt = reader.IsDBNull(11) ? null : reader.GetFieldValue<DateTimeOffset>(11),
        Missed = reader.GetInt64(12),
        DefinitionName = InboxRows.Text(reader, 13),
    };

    /// <summary>Reads id, kind, due, definition, activity, schedule, its kind, zone, misfire.</summary>
    public static TriggerTimer Read(NpgsqlDataReader reader) => new()
    {
        Due = reader.GetFieldValue<DateTimeOffset>(2),
        DefinitionId = reader.GetString(3),
        ActivityId = reader.GetString(4),
        Schedule = reader.GetString(5),
        Kind = (ScheduleKind)reader.GetInt16(6),
        TimeZone = reader.GetString(7),
        Misfire = (MisfirePolicy)reader.GetInt16(8),
    };
}
