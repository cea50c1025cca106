using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Facts as rows.</summary>
internal static class FactRows
{
    public const string Columns = "position, type, key, body, correlation_id, cause, depth, instance_id, at";

    // The row lock on feed_head is held until the commit: positions are gap-free and in commit order over all hosts. Must be the last locking statement
    // of its transaction, so that the lock is held only for the commit itself.
    private const string Append = $"""
        with head as (update workflows.feed_head set last = last + cardinality($1::text[]) returning last)
        insert into workflows.facts ({Columns})
        select head.last - cardinality($1::text[]) + x.ord, x.type, x.key, x.body, x.correlation_id, x.cause, x.depth, x.instance_id, $8
        from head, unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bigint[], $6::int[], $7::text[])
            with ordinality as x(type, key, body, correlation_id, cause, depth, instance_id, ord)
        """;

    private const string Head = "select last from workflows.feed_head";

    /// <summary>Adds the append; the last of the two commands returns the new head.</summary>
    public static void AddFacts(this NpgsqlBatch batch, IReadOnlyList<FactRow> facts, DateTimeOffset now)
    {
        batch.Add(Append)
            .With(InboxRows.Column(facts, f => f.Draft.Type))
            .With(InboxRows.Column(facts, f => f.Draft.Key))
            .With(InboxRows.Column(facts, f => DataJson.ToUtf8(f.Draft.Body)))
            .With(InboxRows.Column(facts, f => f.Draft.CorrelationId))
            .With(InboxRows.Column(facts, f => f.Cause))
            .With(InboxRows.Column(facts, f => f.Depth))
            .With(InboxRows.Column(facts, f => f.InstanceId))
            .With(now.ToUniversalTime());
        batch.Add(Head);
    }

    public static Fact Read(NpgsqlDataReader reader) => new()
    {
        Position = reader.GetInt64(0),
        Type = reader.GetString(1),
        Key = reader.GetString(2),
        Body = (DataObject)DataJson.Parse(reader.GetFieldValue<byte[]>(3))!,
        CorrelationId = InboxRows.Text(reader, 4),
        Cause = reader.GetInt64(5),
        Depth = reader.GetInt32(6),
        InstanceId = InboxRows.Text(reader, 7),
        At = reader.GetFieldValue<DateTimeOffset>(8),
    };
}
