using Npgsql;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry.Controls;

/// <summary>Reads finalized controls with their scopes and last runs, in one query.</summary>
/// <param name="dataSource">The database.</param>
public sealed class ControlSchedule(NpgsqlDataSource dataSource)
{
    private const string Query = """
        select c.id::text, c.name, c.catalog_id::text, c.period, k.time_zone, c.params::text, c.workflow_definition_id,
            coalesce(s.scopes::text, '{}'), k.tpa_id, greatest(c.start_date, k.start_date), least(c.end_date, k.end_date), r.window_to
        from registry.controls c
        join registry.catalogs k on k.id = c.catalog_id
        left join registry.scope_sets s on s.control_id = c.id
        left join registry.control_runs r on r.control_id = c.id and r.scope_key = coalesce(s.scope_key, '{}')
        where c.status = 'finalized' and k.status = 'finalized' and ($1::text[] is null or c.id::text = any($1))
        order by c.id, s.scope_key
        """;

    /// <summary>All finalized controls, or those among <paramref name="controlIds"/>; one entry for each scope set.</summary>
    public async Task<IReadOnlyList<ScheduledControl>> LoadAsync(IReadOnlyList<string>? controlIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Query);
        command.Parameters.Add(new()
        {
            Value = controlIds is { Count: > 0 } ? controlIds.ToArray() : DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var controls = new List<ScheduledControl>();
        while (await reader.ReadAsync(cancellationToken)) controls.Add(Map(reader));
        return controls;
    }

    private static ScheduledControl Map(NpgsqlDataReader reader)
    {
        var period = ControlPeriodText.TryParse(reader.GetString(3), out var known)
            ? known
            : throw new InvalidOperationException($"Control {reader.GetString(0)} has the unknown period '{reader.GetString(3)}'.");
        return new(
            new(
                reader.GetString(0),
                reader.GetString(1),
                Text(2),
                period,
                reader.GetString(4),
                DataJson.Parse(reader.GetString(5)) as DataObject ?? [],
                Text(6)),
            Scope.Parse(reader.GetString(7)),
            Text(8),
            Time(9),
            Time(10),
            Time(11));

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }
}
