using Npgsql;
using NpgsqlTypes;

namespace Status.Activities.Metrics.Storage;

/// <summary>
/// The store's numbers for series, remembered. A number stays valid until <c>metrics.catalog.epoch</c> changes, which the writer checks
/// inside every transaction (<see cref="PostgresMetricSink"/>).
/// </summary>
internal sealed class SeriesCatalog(MetricsOptions options)
{
    /// <summary>The label that <see cref="MetricsOptions.SeriesPerHostLimit"/> counts by.</summary>
    public const string HostLabel = "host";

    /// <summary>The number of a series that the limits kept out.</summary>
    public const int Refused = 0;

    /// <summary>The numbers as of one epoch.</summary>
    public SeriesNumbers Current { get; private set; } = new(Epoch: -1);

    /// <summary>Forgets every number, since series were removed.</summary>
    public void Reset(long epoch) => Current = new SeriesNumbers(epoch);

    /// <summary>
    /// Finds or makes the numbers of <paramref name="keys"/> and remembers them in <paramref name="numbers"/>. Answers those which the limits kept out; these are not
    /// remembered, so that a later removal of series lets them in.
    /// </summary>
    public async Task<HashSet<SeriesKey>> ResolveAsync(
        NpgsqlConnection connection, SeriesNumbers numbers, IReadOnlyCollection<SeriesKey> keys, CancellationToken cancellationToken)
    {
        var missing = await FindAsync(connection, numbers, keys, cancellationToken);
        if (missing.Count == 0) return missing;
        var admitted = await AdmitAsync(connection, missing, cancellationToken);
        if (admitted.Count > 0)
        {
            await InsertAsync(connection, admitted, cancellationToken);
            missing.ExceptWith(admitted);
            var lost = await FindAsync(connection, numbers, admitted, cancellationToken);
            missing.UnionWith(lost);
        }

        return missing;
    }

    private static async Task<HashSet<SeriesKey>> FindAsync(
        NpgsqlConnection connection, SeriesNumbers numbers, IReadOnlyCollection<SeriesKey> keys, CancellationToken cancellationToken)
    {
        var ordered = keys.ToArray();
        var missing = keys.ToHashSet();
        await using var command = new NpgsqlCommand("""
            select w.i, s.id from unnest($1::text[], $2::bytea[]) with ordinality as w(name, hash, i)
            join metrics.series s on s.name = w.name and s.labels_hash = w.hash
            """, connection)
        {
            Parameters =
            {
                new() { Value = Array.ConvertAll(ordered, key => key.Name), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = Array.ConvertAll(ordered, key => key.LabelsHash()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var key = ordered[rows.GetInt64(0) - 1];
            numbers[key] = rows.GetInt32(1);
            missing.Remove(key);
        }

        return missing;
    }

    private async Task<List<SeriesKey>> AdmitAsync(NpgsqlConnection connection, HashSet<SeriesKey> keys, CancellationToken cancellationToken)
    {
        // Two hosts may count at once and both go a little over: a limit against floods, not an exact quota.
        await using var command = new NpgsqlCommand(
            "select null, count(*) from metrics.series union all select labels ->> $1, count(*) from metrics.series where labels ? $1 group by 1", connection)
        {
            Parameters = { new() { Value = HostLabel } },
        };
        long total = 0;
        var byHost = new Dictionary<string, long>();
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.IsDBNull(0)) total = rows.GetInt64(1);
                else byHost[rows.GetString(0)] = rows.GetInt64(1);
            }
        }

        var admitted = new List<SeriesKey>(keys.Count);
        foreach (var key in keys)
        {
            var host = key.Labels.FirstOrDefault(label => label.Key == HostLabel).Value;
            var ofHost = host is null ? 0 : byHost.GetValueOrDefault(host);
            if (total >= options.SeriesLimit || (host is not null && ofHost >= options.SeriesPerHostLimit)) continue;
            total++;
            if (host is not null) byHost[host] = ofHost + 1;
            admitted.Add(key);
        }

        return admitted;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, List<SeriesKey> keys, CancellationToken cancellationToken)
    {
        // One order for everybody, or two hosts that meet the same new series could wait for each other.
        var ordered = keys.OrderBy(key => key.Name, StringComparer.Ordinal).ThenBy(key => key.LabelsJson, StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand("""
            insert into metrics.series (name, labels, labels_hash, unit)
            select * from unnest($1::text[], $2::jsonb[], $3::bytea[], $4::text[])
            on conflict (name, labels_hash) do nothing
            """, connection)
        {
            Parameters =
            {
                new() { Value = Array.ConvertAll(ordered, key => key.Name), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = Array.ConvertAll(ordered, key => key.LabelsJson), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
                new() { Value = Array.ConvertAll(ordered, key => key.LabelsHash()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                new() { Value = Array.ConvertAll(ordered, key => key.Unit), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
