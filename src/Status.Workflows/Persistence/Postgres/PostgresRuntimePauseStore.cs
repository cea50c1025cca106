using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>The pause of the runtime in PostgreSQL.</summary>
internal sealed class PostgresRuntimePauseStore(NpgsqlDataSource dataSource, TimeProvider timeProvider) : IRuntimePauseStore
{
    public async ValueTask<RuntimePause?> GetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, cancellationToken);
    }

    public async ValueTask<RuntimePause?> SetAsync(RuntimePause? pause, CommitNote? note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            if (pause is null) batch.Add("delete from workflows.runtime_pause");
            else batch.Add("insert into workflows.runtime_pause (paused_at, paused_by, reason) values ($1, $2, $3) on conflict (only_row) do nothing")
                    .With(pause.At.ToUniversalTime()).With(pause.By).WithText(pause.Reason);
            if (await batch.ExecuteNonQueryAsync(cancellationToken) == 0) return await ReadAsync(connection, cancellationToken);
        }

        if (note is not null) await FeedTransactions.AppendAsync(connection, [note], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return pause;
    }

    private static async Task<RuntimePause?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select paused_at, paused_by, reason from workflows.runtime_pause");
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new RuntimePause(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), InboxRows.Text(reader, 2)) : null;
    }
}
