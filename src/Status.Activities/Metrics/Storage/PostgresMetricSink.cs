using Npgsql;
using NpgsqlTypes;

namespace Status.Activities.Metrics.Storage;

/// <summary>
/// Writes samples with one <c>insert … select from unnest … on conflict do nothing</c> per call. When every row went in, nothing else is
/// asked; otherwise the rows that another transaction had put there are read back and compared, inside the same transaction.
/// </summary>
public sealed class PostgresMetricSink : IMetricSink
{
    private const int AttemptLimit = 5;

    private readonly NpgsqlDataSource _dataSource;
    private readonly SeriesCatalog _catalog;
    private readonly PartitionDays _days = new();

    /// <summary>Creates a sink over the tables of schema <c>metrics</c>.</summary>
    public PostgresMetricSink(NpgsqlDataSource dataSource, MetricsOptions options)
    {
        _dataSource = dataSource;
        _catalog = new SeriesCatalog(options);
    }

    /// <inheritdoc/>
    public async Task<SampleOutcome[]> AppendAsync(ReadOnlyMemory<MetricSample> samples, CancellationToken cancellationToken)
    {
        var outcomes = new SampleOutcome[samples.Length];
        if (samples.Length == 0) return outcomes;
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        // The first call of a process learns the epoch by one failed try; later ones fail only when series or partitions were removed meanwhile.
        for (var attempt = 1; ; attempt++)
        {
            Array.Clear(outcomes);
            var numbers = _catalog.Current;
            var rows = await ResolveAsync(connection, numbers, samples, outcomes, cancellationToken);
            if (rows.Length == 0) return outcomes;
            await _days.EnsureAsync(connection, rows, cancellationToken);
            try
            {
                if (await WriteAsync(connection, numbers.Epoch, rows, outcomes, cancellationToken)) return outcomes;
            }
            catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.CheckViolation && attempt < AttemptLimit)
            {
                _days.Reset();
            }

            if (attempt == AttemptLimit) throw new InvalidOperationException("Series were removed again and again while one batch was written; send it again.");
        }
    }

    private async Task<ReadOnlyMemory<SampleRow>> ResolveAsync(
        NpgsqlConnection connection, SeriesNumbers numbers, ReadOnlyMemory<MetricSample> samples, SampleOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var rows = new SampleRow[samples.Length];
        var unknown = Number(numbers, samples.Span, rows);
        if (unknown is not null)
        {
            var refused = await _catalog.ResolveAsync(connection, numbers, unknown, cancellationToken);
            Number(numbers, samples.Span, rows);
            foreach (ref readonly var row in rows.AsSpan())
                if (row.Series == SeriesCatalog.Refused && refused.Contains(samples.Span[row.Source].Series)) outcomes[row.Source] = SampleOutcome.TooManySeries;
        }

        Array.Sort(rows);
        return KeepFirst(rows, outcomes);
    }

    private static HashSet<SeriesKey>? Number(SeriesNumbers numbers, ReadOnlySpan<MetricSample> samples, SampleRow[] rows)
    {
        HashSet<SeriesKey>? unknown = null;
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var sample = ref samples[i];
            if (!numbers.TryGet(sample.Series, out var id)) (unknown ??= []).Add(sample.Series);
            var ticks = sample.At.UtcTicks;
            rows[i] = new SampleRow(id, ticks - (ticks % TimeSpan.TicksPerMicrosecond), i, sample.Value);
        }

        return unknown;
    }

    /// <summary>Moves the first row of every key to the front; of the others it says whether they repeat or contradict it.</summary>
    private static ReadOnlyMemory<SampleRow> KeepFirst(SampleRow[] rows, SampleOutcome[] outcomes)
    {
        var kept = 0;
        foreach (var row in rows)
        {
            if (row.Series == SeriesCatalog.Refused) continue;
            if (kept > 0 && rows[kept - 1].SameKey(row)) outcomes[row.Source] = Compare(rows[kept - 1].Value, row.Value);
            else rows[kept++] = row;
        }

        return rows.AsMemory(0, kept);
    }

    private async Task<bool> WriteAsync(
        NpgsqlConnection connection, long expectedEpoch, ReadOnlyMemory<SampleRow> rows, SampleOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var (series, times, values) = Columns(rows.Span);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (epoch, inserted) = await InsertAsync(connection, series, times, values, cancellationToken);
        if (epoch != expectedEpoch)
        {
            await transaction.RollbackAsync(cancellationToken);
            _catalog.Reset(epoch);
            return false;
        }

        if (inserted < rows.Length) await CompareAsync(connection, rows, series, times, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<(long Epoch, int Inserted)> InsertAsync(
        NpgsqlConnection connection, int[] series, DateTime[] times, double[] values, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // Whoever removes series takes this lock alone, so the epoch read next holds until this transaction ends.
                new("select pg_advisory_xact_lock_shared(hashtextextended('metrics.catalog', 0))"),
                new("select epoch from metrics.catalog"),
                new("insert into metrics.sample (series, at, value) select * from unnest($1, $2, $3) on conflict do nothing")
                {
                    Parameters =
                    {
                        new() { Value = series, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                        new() { Value = times, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var epoch = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.CloseAsync();
        return (epoch, (int)batch.BatchCommands[2].RecordsAffected);
    }

    private static async Task CompareAsync(
        NpgsqlConnection connection, ReadOnlyMemory<SampleRow> rows, int[] series, DateTime[] times, SampleOutcome[] outcomes, CancellationToken cancellationToken)
    {
        // A row whose xmin is this transaction is one that the insert just made; any other was there before.
        await using var command = new NpgsqlCommand("""
            select u.i, s.value from unnest($1, $2) with ordinality as u(series, at, i)
            join metrics.sample s on s.series = u.series and s.at = u.at
            where s.xmin <> pg_current_xact_id()::xid
            """, connection)
        {
            Parameters =
            {
                new() { Value = series, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = times, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = rows.Span[(int)reader.GetInt64(0) - 1];
            outcomes[row.Source] = Compare(reader.GetDouble(1), row.Value);
        }
    }

    private static SampleOutcome Compare(double stored, double sent) => stored == sent ? SampleOutcome.Duplicate : SampleOutcome.Conflict;

    private static (int[] Series, DateTime[] Times, double[] Values) Columns(ReadOnlySpan<SampleRow> rows)
    {
        var series = new int[rows.Length];
        var times = new DateTime[rows.Length];
        var values = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            series[i] = rows[i].Series;
            times[i] = new DateTime(rows[i].Ticks, DateTimeKind.Utc);
            values[i] = rows[i].Value;
        }

        return (series, times, values);
    }
}
