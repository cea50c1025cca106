using Npgsql;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Runs a batch whose last reading command (if facts were appended) returns the new head of the feed.</summary>
internal static class FeedHead
{
    public static async Task<long> ExecuteAsync(NpgsqlBatch batch, bool hasFacts, CancellationToken cancellationToken = default)
    {
        if (!hasFacts)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return 0;
        }

        long head = 0;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            if (reader.FieldCount == 1 && reader.GetFieldType(0) == typeof(long) && await reader.ReadAsync(cancellationToken)) head = reader.GetInt64(0);
        }
        while (await reader.NextResultAsync(cancellationToken));

        return head;
    }
}
