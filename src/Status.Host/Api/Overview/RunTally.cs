using Npgsql;
using Status.Workflows.Execution;

namespace Status.Host.Api.Overview;

/// <summary>Counts runs through the indexes of those that run and those with incidents: what it costs does not grow with the history.</summary>
internal sealed class RunTally(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const int Shown = 5;
    private static readonly TimeSpan _day = TimeSpan.FromHours(24);

    /// <summary>Reads the counts and the newest failures in one round trip.</summary>
    public async Task<RunsOverview> ReadAsync(CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var running = new NpgsqlBatchCommand("select count(*), count(*) filter (where sub_status = $1) from workflows.instances where status = 0 and not is_system");
        running.Parameters.AddWithValue((short)InstanceSubStatus.Suspended);
        batch.BatchCommands.Add(running);
        var failed = new NpgsqlBatchCommand("""
            select i.id, i.definition_id, coalesce(d.name, i.definition_id), coalesce(i.finished_at, i.updated_at), i.incident_count, count(*) over ()
            from workflows.instances i left join workflows.definitions d on d.id = i.definition_version_id
            where i.incident_count > 0 and i.created_at >= $1 and i.sub_status = $2 and not i.is_system
            order by i.created_at desc limit $3
            """);
        failed.Parameters.AddWithValue((time.GetUtcNow() - _day).UtcDateTime);
        failed.Parameters.AddWithValue((short)InstanceSubStatus.Faulted);
        failed.Parameters.AddWithValue(Shown);
        batch.BatchCommands.Add(failed);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (active, waiting) = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        var failures = new List<FailedRun>();
        long total = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            failures.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4)));
            total = reader.GetInt64(5);
        }

        return new(active, waiting, total, failures);
    }
}
