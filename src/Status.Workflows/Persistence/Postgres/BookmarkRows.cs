using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Waits as rows.</summary>
internal static class BookmarkRows
{
    public static void AddBookmarks(this NpgsqlBatch batch, IReadOnlyList<Bookmark> created)
    {
        if (created.Count == 0) return;
        batch.Add("""
            insert into workflows.bookmarks
                (id, instance_id, name, hash, payload, activity_node_id, activity_instance_id, correlation_id, created_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
            on conflict (id) do nothing
            """)
            .With(InboxRows.Column(created, b => b.Id)).With(InboxRows.Column(created, b => b.InstanceId.Value))
            .With(InboxRows.Column(created, b => b.Name)).With(InboxRows.Column(created, b => b.Hash))
            .With(InboxRows.Column(created, b => DataJson.ToJson(b.Payload))).With(InboxRows.Column(created, b => b.ActivityNodeId))
            .With(InboxRows.Column(created, b => b.ActivityInstanceId)).With(InboxRows.Column(created, b => b.CorrelationId))
            .With(InboxRows.Column(created, b => b.CreatedAt.ToUniversalTime()));
    }

    public static void AddTimers(this NpgsqlBatch batch, IReadOnlyList<(BookmarkTimer Timer, string InstanceId)> timers)
    {
        if (timers.Count == 0) return;
        batch.Add("""
            insert into workflows.timers (id, kind, due, instance_id, bookmark_id)
            select 'b/' || bookmark, 1, due, instance, bookmark from unnest($1::text[], $2::timestamptz[], $3::text[]) as x(bookmark, due, instance)
            on conflict (id) do update set due = excluded.due
            """)
            .With(InboxRows.Column(timers, t => t.Timer.BookmarkId)).With(InboxRows.Column(timers, t => t.Timer.Due.ToUniversalTime()))
            .With(InboxRows.Column(timers, t => t.InstanceId));
    }
}
