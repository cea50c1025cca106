using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Points;

/// <summary>Points and states in PostgreSQL.</summary>
/// <param name="dataSource">The database.</param>
public sealed class PostgresPointStore(NpgsqlDataSource dataSource) : IPointStore
{
    private const string Columns =
        "agreement_id, agreement_version, guarantee_id, scope::text, window_from, window_to, evaluated_until, verdict, value, objective, metrics::text, reason, computation_group";

    private const string Filter = """
        where ($1::text is null or agreement_id = $1) and ($2::text is null or guarantee_id = $2) and ($3::text is null or computation_group = $3)
            and ($4::timestamptz is null or window_to >= $4) and ($5::timestamptz is null or window_to < $5)
        """;

    // The first condition on window_to is what the index serves: no point counts after its window's end.
    private const string Range = """
        where ($1::text[] is null or agreement_id = any($1)) and ($2::text is null or guarantee_id = $2) and window_to >= $3
            and least(window_to, evaluated_until) >= $3 and least(window_to, evaluated_until) < $4
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<GuaranteeState>> LoadStatesAsync(string agreementId, CancellationToken cancellationToken) => LoadStatesAsync([agreementId], cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GuaranteeState>> LoadStatesAsync(IReadOnlyCollection<string> agreementIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"""
            select {Columns}, standing, since from registry.guarantee_states where agreement_id = any($1)
            order by agreement_id collate "C", guarantee_id collate "C", scope_key collate "C"
            """);
        command.Parameters.AddWithValue(agreementIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var states = new List<GuaranteeState>();
        while (await reader.ReadAsync(cancellationToken)) states.Add(MapState(reader));
        return states;
    }

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<StoredPoint> Items, long Total)> ListAsync(PointFilter filter, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var page = new NpgsqlBatchCommand($"select {Columns}, id from registry.points {Filter} order by window_to desc, id limit $6 offset $7");
        AddFilter(page, filter);
        page.Parameters.AddWithValue(filter.Take);
        page.Parameters.AddWithValue(filter.Skip);
        batch.BatchCommands.Add(page);
        var count = new NpgsqlBatchCommand($"select count(*) from registry.points {Filter}");
        AddFilter(count, filter);
        batch.BatchCommands.Add(count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var items = new List<StoredPoint>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(new(reader.GetGuid(13), MapPoint(reader)));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (items, reader.GetInt64(0));
    }

    /// <inheritdoc/>
    public async Task<PointSummary> SummarizeAsync(PointRange range, CancellationToken cancellationToken)
    {
        await using var earliest = dataSource.CreateCommand($"select min(least(window_to, evaluated_until)) from registry.points {Range}");
        AddRange(earliest, range);
        var first = await earliest.ExecuteScalarAsync(cancellationToken) is DateTime time ? new DateTimeOffset(time, TimeSpan.Zero) : range.From;
        var (from, step) = range.StepsFrom(first);
        await using var command = dataSource.CreateCommand($"""
            select agreement_id, guarantee_id, scope_key, date_bin($5, least(window_to, evaluated_until), $6) as step, max(least(window_to, evaluated_until)),
                (array_agg(value order by least(window_to, evaluated_until) desc) filter (where value is not null))[1], min(value), max(value),
                count(*) filter (where verdict = 'fulfilled')::int, count(*) filter (where verdict = 'violated')::int, count(*) filter (where verdict = 'not-determined')::int
            from registry.points {Range}
            group by agreement_id, guarantee_id, scope_key, step
            order by agreement_id collate "C", guarantee_id collate "C", scope_key collate "C", step
            """);
        AddRange(command, range);
        command.Parameters.AddWithValue(step);
        command.Parameters.AddWithValue(from);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var buckets = new List<PointBucket>();
        while (await reader.ReadAsync(cancellationToken)) buckets.Add(MapBucket(reader));
        return new(from, range.To, step, buckets);
    }

    /// <inheritdoc/>
    public async Task<StoredPoint?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from registry.points where id = $1");
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(id, MapPoint(reader)) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> FindEvaluatedAsync(
        string computationGroup, IReadOnlyCollection<string> agreementIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select distinct agreement_id from registry.evaluations where computation_group = $1 and agreement_id = any($2)");
        command.Parameters.AddWithValue(computationGroup);
        command.Parameters.AddWithValue(agreementIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetString(0));
        return found;
    }

    private static void AddFilter(NpgsqlBatchCommand command, PointFilter filter)
    {
        Add(filter.AgreementId, NpgsqlDbType.Text);
        Add(filter.GuaranteeId, NpgsqlDbType.Text);
        Add(filter.ComputationGroup, NpgsqlDbType.Text);
        Add(filter.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(filter.To?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static void AddRange(NpgsqlCommand command, PointRange range)
    {
        command.Parameters.Add(new() { Value = (object?)range.AgreementIds?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)range.GuaranteeId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(range.From.ToUniversalTime());
        command.Parameters.AddWithValue(range.To.ToUniversalTime());
    }

    private static PointBucket MapBucket(NpgsqlDataReader reader)
    {
        return new(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4),
            Number(5), Number(6), Number(7), reader.GetInt32(8), reader.GetInt32(9), reader.GetInt32(10));

        decimal? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);
    }

    private static Point MapPoint(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt32(1),
        reader.GetString(2),
        Scope.Parse(reader.GetString(3)),
        new(reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5)),
        reader.GetFieldValue<DateTimeOffset>(6),
        ReadVerdict(reader.GetString(7)),
        reader.IsDBNull(8) ? null : reader.GetDecimal(8),
        reader.GetString(9),
        JsonSerializer.Deserialize<OrderedDictionary<string, decimal?>>(reader.GetString(10))!,
        reader.GetString(11),
        reader.IsDBNull(12) ? null : reader.GetString(12));

    private static GuaranteeState MapState(NpgsqlDataReader reader)
    {
        var point = MapPoint(reader);
        return new()
        {
            AgreementId = point.AgreementId,
            AgreementVersion = point.AgreementVersion,
            GuaranteeId = point.GuaranteeId,
            Scope = point.Scope,
            Verdict = point.Verdict,
            Standing = ReadVerdict(reader.GetString(13)),
            Since = reader.IsDBNull(14) ? null : reader.GetFieldValue<DateTimeOffset>(14),
            Value = point.Value,
            Objective = point.Objective,
            Metrics = point.Metrics,
            Reason = point.Reason,
            Window = point.Window,
            EvaluatedUntil = point.EvaluatedUntil,
            ComputationGroup = point.ComputationGroup,
        };
    }

    private static Verdict ReadVerdict(string text) => VerdictText.TryParse(text, out var verdict) ? verdict : Verdict.NotDetermined;
}
