using Npgsql;
using Status.Activities.Compliance;

namespace Status.Activities.Metrics.Storage;

/// <summary>
/// Answers a batch of windows in one round trip. Queries over the same series, labels and window share one scan with several aggregates.
/// </summary>
public sealed class PostgresMetricWindows(NpgsqlDataSource dataSource) : IMetricWindows
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<MetricWindowValue>> QueryAsync(IReadOnlyList<MetricWindowQuery> queries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var answers = new MetricWindowValue[queries.Count];
        var scans = Enumerable.Range(0, queries.Count)
            .GroupBy(index => new Scan(queries[index].Series, WindowSql.LabelsJson(queries[index].Labels), string.Join('\0', WindowSql.PresentLabels(queries[index].Labels)), queries[index].Window))
            .Select(scan => scan.ToArray())
            .ToArray();
        if (scans.Length == 0) return answers;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var scan in scans) batch.BatchCommands.Add(Command(queries, scan));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var scan in scans)
        {
            await reader.ReadAsync(cancellationToken);
            for (var i = 0; i < scan.Length; i++)
                answers[scan[i]] = new MetricWindowValue(Value(reader, i + 1, queries[scan[i]].Aggregate), reader.GetInt64(0));
            await reader.NextResultAsync(cancellationToken);
        }

        return answers;
    }

    private static NpgsqlBatchCommand Command(IReadOnlyList<MetricWindowQuery> queries, int[] scan)
    {
        var command = new NpgsqlBatchCommand();
        var first = queries[scan[0]];
        foreach (var parameter in WindowSql.Parameters(first.Series, first.Labels, first.Window)) command.Parameters.Add(parameter);
        var columns = scan.Select(index => WindowSql.Expression(queries[index].Aggregate, queries[index].Good, command.Parameters)).ToArray();
        command.CommandText = $"select count(*), {string.Join(", ", columns)} from {WindowSql.Samples}";
        return command;
    }

    private static double? Value(NpgsqlDataReader reader, int column, MetricAggregate aggregate) =>
        reader.IsDBNull(column) ? null : WindowSql.Settle(aggregate, reader.GetDouble(column));

    private sealed record Scan(string Series, string Labels, string PresentLabels, TimeWindow Window);
}
