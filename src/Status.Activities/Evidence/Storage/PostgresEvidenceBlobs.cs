using Npgsql;

namespace Status.Activities.Evidence.Storage;

/// <summary>Bytes in <c>evidence.blobs</c>.</summary>
internal sealed class PostgresEvidenceBlobs(NpgsqlDataSource dataSource, TimeProvider timeProvider) : IEvidenceBlobs
{
    public async Task StoreAsync(string digest, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            insert into evidence.blobs (digest, size, bytes, touched_at) values ($1, $2, $3, $4)
            on conflict (digest) do update set touched_at = greatest(evidence.blobs.touched_at, excluded.touched_at)
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(digest) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = bytes.Length });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = bytes });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = timeProvider.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select bytes from evidence.blobs where digest = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(digest) });
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] bytes ? Digest.Check(digest, bytes) : null;
    }

    public async Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // A commit that refers to a blob holds its row; skipping locked rows never waits for a run, and the foreign key refuses the rest.
        await using var command = dataSource.CreateCommand(
            """
            delete from evidence.blobs where digest = any(array(
                select b.digest from evidence.blobs b
                where b.touched_at < $1 and not exists (select 1 from evidence.items i where i.digest = b.digest)
                order by b.touched_at limit $2 for update skip locked))
            and touched_at < $1
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
