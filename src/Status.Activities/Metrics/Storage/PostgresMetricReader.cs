using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Status.Activities.Compliance;

namespace Status.Activities.Metrics.Storage;

/// <summary>Reads series and samples out of the tables of schema <c>metrics</c>.</summary>
public sealed class PostgresMetricReader(NpgsqlDataSource dataSource) : IMetricReader
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<MetricSeries>> ListSeriesAsync(SeriesFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var command = dataSource.CreateCommand($"""
            select id, name, labels, unit, created_at from metrics.series
            where id > $1 and labels @> $2 and labels ?& $3 {(filter.Name is null ? "" : "and name = $5")}
            order by id limit $4
            """);
        command.Parameters.Add(new() { Value = filter.After });
        command.Parameters.Add(new() { Value = WindowSql.LabelsJson(filter.Labels), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = WindowSql.PresentLabels(filter.Labels), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = filter.Limit });
        if (filter.Name is not null) command.Parameters.Add(new() { Value = filter.Name });
        var found = new List<MetricSeries>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            found.Add(new MetricSeries(rows.GetInt32(0), Key(rows, 1), rows.GetFieldValue<DateTimeOffset>(4)));
        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RangePoint>> QueryRangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var command = dataSource.CreateCommand();
        foreach (var parameter in WindowSql.Parameters(query.Name, query.Labels, query.Window)) command.Parameters.Add(parameter);
        command.Parameters.Add(new() { Value = query.Step });
        // Last is the one aggregate that the whole window answers faster than a step does; here every step has its own.
        var value = query.Aggregate == MetricAggregate.Last
            ? "(array_agg(value order by at desc, value desc))[1]"
            : WindowSql.Expression(query.Aggregate, good: null, command.Parameters);
        command.CommandText = $"select date_bin($6, at, $4) as step, {value}, count(*) from {WindowSql.Samples} group by step order by step";
        var points = new List<RangePoint>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            points.Add(new RangePoint(rows.GetFieldValue<DateTimeOffset>(0), WindowSql.Settle(query.Aggregate, rows.GetDouble(1)), rows.GetInt64(2)));
        return points;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MetricSample>> ReadSamplesAsync(
        string name, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var series = await MatchingAsync(connection, name, labels, cancellationToken);
        await using var command = new NpgsqlCommand("""
            select wanted.place, found.at, found.value from unnest($1) with ordinality as wanted(id, place)
            cross join lateral (select at, value from metrics.sample where series = wanted.id and at >= $2 and at < $3 order by at) found
            order by wanted.place, found.at limit $4
            """, connection)
        {
            Parameters =
            {
                new() { Value = Array.ConvertAll(series, one => one.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = window.From.UtcDateTime },
                new() { Value = window.To.UtcDateTime },
                new() { Value = limit },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var samples = new List<MetricSample>();
        while (await rows.ReadAsync(cancellationToken))
            samples.Add(new MetricSample(samples.Count, series[rows.GetInt64(0) - 1].Key, rows.GetFieldValue<DateTimeOffset>(1), rows.GetDouble(2)));
        return samples;
    }

    private static async Task<(int Id, SeriesKey Key)[]> MatchingAsync(
        NpgsqlConnection connection, string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select id, name, labels, unit from metrics.series where name = $1 and labels @> $2 and labels ?& $3", connection);
        foreach (var parameter in WindowSql.Parameters(name, labels, default).Take(3)) command.Parameters.Add(parameter);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(int Id, SeriesKey Key)>();
        while (await rows.ReadAsync(cancellationToken)) found.Add((rows.GetInt32(0), Key(rows, 1)));
        return [.. found.OrderBy(series => series.Key.LabelsJson, StringComparer.Ordinal)];
    }

    private static SeriesKey Key(NpgsqlDataReader row, int first) => new(
        row.GetString(first),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(first + 1))!,
        row.IsDBNull(first + 2) ? null : row.GetString(first + 2));
}
