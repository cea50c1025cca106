using Npgsql;
using NpgsqlTypes;

namespace Status.Host.Identity.Audit;

/// <summary>Reads the audit trail.</summary>
internal sealed class AuditLog(NpgsqlDataSource dataSource)
{
    private const string Where =
        """
        where ($1::text is null or actor = $1 or starts_with(actor, $1 || ' (key ')) and ($2::text is null or action = $2 or starts_with(action, $2 || '.'))
            and ($3::text is null or subject = $3 or starts_with(subject, $3 || '/')) and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
        """;

    /// <summary>One page, the newest first.</summary>
    public async Task<(IReadOnlyList<AuditAnswer> Items, long Total)> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var count = new NpgsqlBatchCommand($"select count(*) from identity.audit {Where}");
        AddFilter(count, filter);
        var page = new NpgsqlBatchCommand($"select id, at, actor, action, subject, before, after, address from identity.audit {Where} order by id desc limit $6 offset $7");
        AddFilter(page, filter);
        page.Parameters.Add(new NpgsqlParameter<int> { TypedValue = filter.Take });
        page.Parameters.Add(new NpgsqlParameter<long> { TypedValue = filter.Skip });
        batch.BatchCommands.Add(count);
        batch.BatchCommands.Add(page);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<AuditAnswer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new AuditAnswer(
                reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetString(7), $"audit/{reader.GetInt64(0)}"));
        }

        return (items, total);
    }

    private static void AddFilter(NpgsqlBatchCommand command, AuditFilter filter)
    {
        foreach (var text in (string?[])[filter.Actor, filter.Action, filter.Subject])
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value });
        foreach (var at in (DateTimeOffset?[])[filter.From, filter.To])
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at is { } time ? time.UtcDateTime : DBNull.Value });
    }
}
