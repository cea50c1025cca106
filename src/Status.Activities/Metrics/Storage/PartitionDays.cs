using System.Collections.Concurrent;
using Npgsql;

namespace Status.Activities.Metrics.Storage;

/// <summary>The UTC days that are known to have a partition, and the making of those that have none yet.</summary>
internal sealed class PartitionDays
{
    private readonly ConcurrentDictionary<long, bool> _known = new();

    /// <summary>Forgets what is known, since a partition turned out to be missing.</summary>
    public void Reset() => _known.Clear();

    /// <summary>Makes the partitions of the rows' days that are not known to exist.</summary>
    public async Task EnsureAsync(NpgsqlConnection connection, ReadOnlyMemory<SampleRow> rows, CancellationToken cancellationToken)
    {
        var last = long.MinValue;
        for (var i = 0; i < rows.Length; i++)
        {
            var day = rows.Span[i].Ticks / TimeSpan.TicksPerDay;
            if (day == last || _known.ContainsKey(day))
            {
                last = day;
                continue;
            }

            last = day;
            await EnsureAsync(connection, DateOnly.FromDayNumber((int)day), cancellationToken);
            _known[day] = true;
        }
    }

    /// <summary>Makes the partition of one day unless it exists.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select metrics.ensure_partition($1)", connection) { Parameters = { new() { Value = day } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
