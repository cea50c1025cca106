using Npgsql;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts.Storage;

/// <summary>Reads alerts; changes ride on commits (<see cref="AlertWrites"/>).</summary>
public sealed class AlertStore(NpgsqlDataSource dataSource)
{
    private const int MaxTake = 1000;

    private const string Columns =
        """
        id, fingerprint, state, severity, title, source, agreement_id, guarantee_id, scope::text, details::text, occurrences, observed_at,
        opened_at, last_seen_at, acknowledged_at, acknowledged_by, comment, resolved_at, resolution, instance_id
        """;

    private const string Where =
        """
        where ($1::text[] is null or state = any($1)) and ($2::text is null or severity = $2) and ($3::text is null or agreement_id = $3)
          and ($4::text is null or guarantee_id = $4) and ($5::timestamptz is null or opened_at >= $5) and ($6::timestamptz is null or opened_at < $6)
          and ($7::text is null or position(lower($7) in lower(title)) > 0)
        """;

    /// <summary>One page of the alerts that match.</summary>
    public async Task<AlertPage> ListAsync(AlertFilter filter, CancellationToken cancellationToken)
    {
        var order = filter.Ascending ? "asc" : "desc";
        var items = new List<Alert>();
        // CA2100: the text is made of constants; everything a caller says travels as a parameter.
#pragma warning disable CA2100
        await using (var command = dataSource.CreateCommand(
            $"select {Columns} from alerts.alerts {Where} order by {Column(filter.Order)} {order}, opened_at {order}, id {order} limit $8 offset $9"))
#pragma warning restore CA2100
        {
            Bind(command, filter);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(filter.Take, 0, MaxTake) });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Max(filter.Skip, 0) });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        }

        await using var count = dataSource.CreateCommand($"select count(*) from alerts.alerts {Where}");
        Bind(count, filter);
        return new AlertPage(items, (long)(await count.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <summary>How many alerts are open, by severity; a severity without any is left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountOpenAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select severity, count(*) from alerts.alerts where state <> 'resolved' group by severity");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) counts[reader.GetString(0)] = reader.GetInt64(1);
        return counts;
    }

    /// <summary>One alert; <c>null</c> when there is none.</summary>
    public Task<Alert?> FindAsync(string id, CancellationToken cancellationToken) =>
        FindOneAsync($"select {Columns} from alerts.alerts where id = $1", id, cancellationToken);

    /// <summary>The open alert of a condition; <c>null</c> when there is none.</summary>
    public Task<Alert?> FindOpenAsync(string fingerprint, CancellationToken cancellationToken) =>
        FindOneAsync($"select {Columns} from alerts.alerts where fingerprint = $1 and state <> 'resolved'", fingerprint, cancellationToken);

    /// <summary>An alert's timeline, oldest first. Its opening comes first even when a run that only saw it began earlier.</summary>
    public async Task<IReadOnlyList<AlertEvent>> ReadTimelineAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select at, kind, actor, text, key from alerts.events where alert_id = $1 order by kind <> 'raised', at, kind = 'resolved', key limit 1000");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        var events = new List<AlertEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            events.Add(new AlertEvent(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), Text(reader, 2), Text(reader, 3)) { Key = reader.GetString(4) });
        return events;
    }

    private async Task<Alert?> FindOneAsync(string sql, string value, CancellationToken cancellationToken)
    {
        // CA2100: called with constants of this class.
#pragma warning disable CA2100
        await using var command = dataSource.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static string Column(AlertOrder order) => order switch
    {
        AlertOrder.LastSeenAt => "last_seen_at",
        // Most urgent is highest.
        AlertOrder.Severity => "array_position(array['info', 'low', 'medium', 'high', 'critical'], severity)",
        _ => "opened_at",
    };

    private static void Bind(NpgsqlCommand command, AlertFilter filter)
    {
        string[]? states = filter.States.Count == 0 ? null : [.. filter.States.Select(state => state.ToText())];
        foreach (var value in (object?[])[states, filter.Severity, filter.AgreementId, filter.GuaranteeId, filter.From, filter.To, filter.Text])
            command.Parameters.Add(new NpgsqlParameter { Value = value is DateTimeOffset time ? time.ToUniversalTime() : value ?? DBNull.Value });
    }

    private static Alert Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Fingerprint = reader.GetString(1),
        State = AlertStateText.TryParse(reader.GetString(2), out var state) ? state : throw new InvalidDataException($"Unknown state {reader.GetString(2)}."),
        Severity = reader.GetString(3),
        Title = reader.GetString(4),
        Source = reader.GetString(5),
        AgreementId = Text(reader, 6),
        GuaranteeId = Text(reader, 7),
        Scope = Scope.Parse(reader.GetString(8)),
        Details = DataJson.Parse(reader.GetString(9)) as DataObject ?? [],
        Occurrences = reader.GetInt64(10),
        ObservedAt = reader.GetFieldValue<DateTimeOffset>(11),
        OpenedAt = reader.GetFieldValue<DateTimeOffset>(12),
        LastSeenAt = reader.GetFieldValue<DateTimeOffset>(13),
        AcknowledgedAt = Time(reader, 14),
        AcknowledgedBy = Text(reader, 15),
        Comment = Text(reader, 16),
        ResolvedAt = Time(reader, 17),
        Resolution = Text(reader, 18),
        InstanceId = reader.GetString(19),
    };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
