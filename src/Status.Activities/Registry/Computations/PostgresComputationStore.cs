using Npgsql;
using NpgsqlTypes;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry.Computations;

/// <summary>Computations in PostgreSQL.</summary>
/// <param name="dataSource">The database.</param>
public sealed class PostgresComputationStore(NpgsqlDataSource dataSource) : IComputationStore
{
    private const string Filter = """
        where ($1::text is null or group_id = $1) and ($2::text is null or control_id = $2)
            and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4)
        """;

    private const string Summaries = """
        select q.place, b.group_id, b.passed, b.total
        from unnest($1::int[], $2::text[], $3::jsonb[], $4::timestamptz[], $5::timestamptz[], $6::text[]) as q (place, control_id, scope, from_at, to_at, group_id)
        cross join lateral (
            select c.group_id, sum(c.passed)::bigint as passed, sum(c.total)::bigint as total
            from registry.computations c join registry.computation_groups g on g.id = c.group_id
            where (q.control_id is null or c.control_id = q.control_id) and c.scope::jsonb @> q.scope and g.done_at is not null
                and (c.group_id = q.group_id or (c.to_at > q.from_at and c.to_at <= q.to_at))
            group by c.group_id
            order by (c.group_id is not distinct from q.group_id) desc, max(g.done_at) desc, c.group_id collate "C"
            limit 1) b
        """;

    /// <inheritdoc/>
    public async Task<ComputationGroup?> FindGroupAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select id, started_at, done_at from registry.computation_groups where id = $1");
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2))
            : null;
    }

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<Computation> Items, long Total)> ListAsync(ComputationFilter filter, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var page = new NpgsqlBatchCommand($"""
            select id, group_id, value, scope::text, evidences::text, from_at, to_at, control_id from registry.computations {Filter}
            order by created_at desc, id collate "C" limit $5 offset $6
            """);
        AddFilter(page, filter);
        page.Parameters.AddWithValue(filter.Take);
        page.Parameters.AddWithValue(filter.Skip);
        batch.BatchCommands.Add(page);
        var count = new NpgsqlBatchCommand($"select count(*) from registry.computations {Filter}");
        AddFilter(count, filter);
        batch.BatchCommands.Add(count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var items = new List<Computation>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Map(reader));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (items, reader.GetInt64(0));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ComputationSummary>> SummariseAsync(IReadOnlyList<ComputationQuery> queries, CancellationToken cancellationToken)
    {
        var summaries = new ComputationSummary[queries.Count];
        Array.Fill(summaries, ComputationSummary.None);
        await using var command = dataSource.CreateCommand(Summaries);
        command.Parameters.AddWithValue(Enumerable.Range(0, queries.Count).ToArray());
        command.Parameters.AddWithValue(queries.Select(query => query.ControlId).ToArray());
        command.Parameters.Add(new() { Value = queries.Select(query => Fixed(query.Scope)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.AddWithValue(queries.Select(query => query.Window.From.ToUniversalTime()).ToArray());
        command.Parameters.AddWithValue(queries.Select(query => query.Window.To.ToUniversalTime()).ToArray());
        command.Parameters.AddWithValue(queries.Select(query => query.Group).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) summaries[reader.GetInt32(0)] = new(reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3));
        return summaries;
    }

    /// <summary>The members that must agree, for PostgreSQL's containment.</summary>
    private static string Fixed(Scope scope) => new Scope(scope.Where(member => member.Value != Scope.Any)).Key;

    private static void AddFilter(NpgsqlBatchCommand command, ComputationFilter filter)
    {
        Add(filter.Group, NpgsqlDbType.Text);
        Add(filter.ControlId, NpgsqlDbType.Text);
        Add(filter.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(filter.To?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static Computation Map(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.IsDBNull(2) ? null : reader.GetBoolean(2),
        Scope.Parse(reader.GetString(3)),
        EvidenceData.Read(DataJson.Parse(reader.GetString(4))),
        new(reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6)),
        reader.IsDBNull(7) ? null : reader.GetString(7));
}
