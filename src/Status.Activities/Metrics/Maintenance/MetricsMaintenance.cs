using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Metrics.Storage;

namespace Status.Activities.Metrics.Maintenance;

/// <summary>Keeps the store within its retention: makes partitions ahead, drops those that are over, removes series that have nothing left.</summary>
public sealed partial class MetricsMaintenance(
    NpgsqlDataSource dataSource, IOptions<MetricsOptions> options, TimeProvider time, ILogger<MetricsMaintenance> logger)
{
    // Hosts whose clocks differ by less than this agree on what may still be written.
    private static readonly TimeSpan _clockSlack = TimeSpan.FromHours(1);

    /// <summary>
    /// Does everything that is due. May run at any time, on several hosts at once, and any number of times. A partition that a long query holds
    /// is left for the next run.
    /// </summary>
    public async Task<MaintenanceReport> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        for (var ahead = 0; ahead <= options.Value.PartitionDaysAhead; ahead++)
            await PartitionDays.EnsureAsync(connection, DateOnly.FromDateTime(now.UtcDateTime.AddDays(ahead)), cancellationToken);
        var dropped = await DropAsync(connection, now, cancellationToken);
        var removed = await RemoveSeriesAsync(connection, now, cancellationToken);
        if (dropped > 0 || removed > 0) Kept(logger, dropped, removed);
        return new MaintenanceReport(dropped, removed);
    }

    private async Task<int> DropAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var firstKept = DateOnly.FromDateTime((now - options.Value.Retention - _clockSlack).UtcDateTime);
        try
        {
            await using var command = new NpgsqlCommand("select metrics.drop_partitions_before($1)", connection) { Parameters = { new() { Value = firstKept } } };
            return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            PartitionBusy(logger, firstKept);
            return 0;
        }
    }

    private async Task<int> RemoveSeriesAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Writers hold this lock shared while they write by remembered numbers; the new epoch tells them to look the numbers up again.
        await using var command = new NpgsqlCommand("""
            with locked as materialized (select pg_advisory_xact_lock(hashtextextended('metrics.catalog', 0)))
            select count(*) from locked
            """, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText = """
            with removed as (
                delete from metrics.series s
                where s.created_at < $1 and not exists (select from metrics.sample where series = s.id)
                returning 1),
            raised as (update metrics.catalog set epoch = epoch + 1 where exists (select from removed))
            select count(*) from removed
            """;
        command.Parameters.Add(new() { Value = (now - options.Value.Retention).UtcDateTime });
        var removed = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return (int)removed;
    }

    [LoggerMessage(EventId = 221, Level = LogLevel.Information, Message = "Metrics retention dropped {Partitions} partitions and removed {Series} series without samples")]
    private static partial void Kept(ILogger logger, int partitions, int series);

    [LoggerMessage(EventId = 222, Level = LogLevel.Warning, Message = "Metric partitions before {FirstKept} are in use and are dropped by the next run")]
    private static partial void PartitionBusy(ILogger logger, DateOnly firstKept);
}
