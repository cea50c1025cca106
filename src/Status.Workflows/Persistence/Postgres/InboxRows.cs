using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Inbox items as rows.</summary>
internal static class InboxRows
{
    public const string Columns = """
        id, kind, instance_id, definition_id, definition_version_id, trigger_activity_id, bookmark_id, stimulus_hash, correlation_id,
        parent_instance_id, payload, cause, depth, not_before, reply_to
        """;

    private const string Insert = $"""
        insert into workflows.inbox ({Columns}, enqueued_at)
        select {Columns}, $16
        from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::bytea[], $12::bigint[], $13::int[], $14::timestamptz[], $15::text[])
            with ordinality as x({Columns}, ord)
        order by ord
        on conflict (id) do nothing
        """;

    private const string Match = "select workflows.match_stimuli($1)";

    /// <summary>Adds the insert, and the search for bookmarks that wait for these items.</summary>
    public static NpgsqlBatchCommand AddInbox(this NpgsqlBatch batch, IReadOnlyList<InboxItem> items, DateTimeOffset now)
    {
        var insert = batch.Add(Insert)
            .With(Column(items, i => i.Id))
            .With(Column(items, i => (short)i.Kind))
            .With(Column(items, InboxTarget.Of))
            .With(Column(items, i => i.DefinitionId))
            .With(Column(items, i => i.DefinitionVersionId))
            .With(Column(items, i => i.TriggerActivityId))
            .With(Column(items, i => i.BookmarkId))
            .With(Column(items, i => i.StimulusHash))
            .With(Column(items, i => i.CorrelationId))
            .With(Column(items, i => i.ParentInstanceId))
            .With(Column(items, i => DataJson.ToUtf8(i.Payload)))
            .With(Column(items, i => i.Cause))
            .With(Column(items, i => i.Depth))
            .With(Column(items, i => (i.NotBefore ?? now).ToUniversalTime()))
            .With(Column(items, i => i.ReplyTo?.ToString()))
            .With(now.ToUniversalTime());
        var early = items.Where(i => i.InstanceId is null && i.StimulusHash is not null).Select(i => i.StimulusHash!).Distinct().ToArray();
        if (early.Length > 0) batch.AddMatch(early);
        return insert;
    }

    /// <summary>Adds the search for a partner: early stimuli for bookmarks, and bookmarks for early stimuli.</summary>
    public static void AddMatch(this NpgsqlBatch batch, string[] hashes) => batch.Add(Match).With(hashes);

    /// <summary>Adds the call of starts that are held back because as many runs of these definitions go on as they allow.</summary>
    public static void AddCallOfHeld(this NpgsqlBatch batch, string[] definitions, DateTimeOffset now) =>
        batch.Add("select workflows.call_held($1, $2)").With(definitions).With(now.ToUniversalTime());

    /// <summary>Adds the call for whoever was behind starts that are not to begin after all (or not now).</summary>
    public static void AddCallBehind(this NpgsqlBatch batch, IReadOnlyList<string> itemIds, DateTimeOffset now) =>
        batch.Add("""
            select workflows.call_held(array(
                select coalesce(i.limited_by, i.definition_id, d.definition_id) from workflows.inbox i left join workflows.definitions d on d.id = i.definition_version_id
                where i.id = any($1) and i.kind = 0), $2)
            """).With(itemIds.ToArray()).With(now.ToUniversalTime());

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static InboxItem Read(NpgsqlDataReader reader, int from = 0) => new()
    {
        Id = reader.GetString(from),
        Kind = (InboxItemKind)reader.GetInt16(from + 1),
        InstanceId = Text(reader, from + 2),
        DefinitionId = Text(reader, from + 3),
        DefinitionVersionId = Text(reader, from + 4),
        TriggerActivityId = Text(reader, from + 5),
        BookmarkId = Text(reader, from + 6),
        StimulusHash = Text(reader, from + 7),
        CorrelationId = Text(reader, from + 8),
        ParentInstanceId = Text(reader, from + 9),
        Payload = reader.IsDBNull(from + 10) ? [] : (DataObject)DataJson.Parse(reader.GetFieldValue<byte[]>(from + 10))!,
        Cause = reader.GetInt64(from + 11),
        Depth = reader.GetInt32(from + 12),
        NotBefore = reader.GetFieldValue<DateTimeOffset>(from + 13),
        ReplyTo = ParentReply.Parse(Text(reader, from + 14)),
    };

    public static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static TColumn[] Column<T, TColumn>(IReadOnlyList<T> items, Func<T, TColumn> value)
    {
        var column = new TColumn[items.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(items[i]);
        return column;
    }
}
